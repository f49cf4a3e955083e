import type { GovernorEffectView, GovernorsView } from '@joulefleet/contracts';
import { describeSetting, describeWork, formatFrequency } from '@joulefleet/core';
import { gradeText } from '../campaign/render-grades';
import { formatEnergy, formatRatio } from '../format/format-quantity';
import { fitTable } from '../table/fit-table';
import { intervalColumns, pointColumns, subjectColumns, viewCsv } from '@joulefleet/figures';
import { INTERVALS, PER_INFERENCE, viewPage, type ViewScreen, type ViewSection } from './view-page';

type Point = GovernorEffectView['points'][number];

const LEGEND = [
  `energy: ${PER_INFERENCE}. Ratios are over the device's own governors. ${INTERVALS}`,
  'at the top: share of time at the highest clock that the governor might use. may be best: its interval allows it to be the one of least energy.',
];
const RIGHT = { align: 'right' as const };

/** Governors of each device and workload. */
export function renderGovernors(view: GovernorsView, screen: ViewScreen): string {
  return viewPage(
    view,
    view.effects.map((effect) => sectionOf(effect, screen)),
    LEGEND,
    screen,
  );
}

function sectionOf(effect: GovernorEffectView, screen: ViewScreen): ViewSection {
  const columns = [{ title: 'governors' }, { title: 'trials', ...RIGHT }, { title: 'energy', ...RIGHT }];
  const ratios = ['energy ratio', 'time ratio', 'power ratio'].map((title) => ({ title }));
  const table = fitTable(
    [...columns, ...ratios, { title: 'at the top' }, { title: 'grade' }, { title: '' }],
    effect.points.map((point) => [
      describeSetting(point.levels),
      String(point.trials),
      formatEnergy(point.energyMj.estimate, point.uncertaintyMj),
      ...[point.energyRatio, point.timeRatio, point.powerRatio].map((ratio) =>
        point.isDefault ? '1' : formatRatio(ratio),
      ),
      topText(point),
      gradeText(point.grade),
      [...(point.isDefault ? ['default'] : []), ...markOf(point, effect)].join(', '),
    ]),
    screen,
  );
  return { title: `${effect.device}: ${describeWork(effect)}, batch ${effect.batchSize}`, body: [table] };
}

function markOf(point: Point, { points }: GovernorEffectView): string[] {
  if (point === points[0]) return points.every(({ rankable }) => rankable) ? ['least energy'] : ['least estimate'];
  return point.mayBeBest ? ['may be best'] : [];
}

/** `CPU 89 % of 1479 MHz, GPU 83 % of 921.6 MHz`; of several CPU policies the first. */
function topText({ clocks }: Point): string {
  const firsts = ['cpu', 'gpu'].flatMap((domain) => clocks.find(({ clock }) => clock === domain) ?? []);
  return firsts
    .map(
      ({ clock, topHz, topSharePct }) =>
        `${clock.toUpperCase()} ${topSharePct.toFixed(0)} % of ${formatFrequency(topHz)}`,
    )
    .join(', ');
}

/** One line for each setting of governors. */
export function governorsAsCsv(view: GovernorsView): string {
  type Item = { effect: GovernorEffectView; point: Point };
  const items = view.effects.flatMap((effect) => effect.points.map((point): Item => ({ effect, point })));
  const topShare = (domain: string) => (item: Item) =>
    item.point.clocks.find(({ clock }) => clock === domain)?.topSharePct ?? null;
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ effect }) => effect),
      ['cpu_governor', ({ point }) => point.levels.cpuGovernor],
      ['gpu_governor', ({ point }) => point.levels.gpuGovernor],
      ['is_default', ({ point }) => point.isDefault],
      ...pointColumns<Item>(({ point }) => point),
      ...intervalColumns<Item>('energy_ratio', ({ point }) => point.energyRatio),
      ...intervalColumns<Item>('time_ratio', ({ point }) => point.timeRatio),
      ...intervalColumns<Item>('power_ratio', ({ point }) => point.powerRatio),
      ...intervalColumns<Item>('energy_over_best', ({ point }) => point.overBest),
      ['cpu_top_share_pct', topShare('cpu')],
      ['gpu_top_share_pct', topShare('gpu')],
    ],
    items,
  );
}
