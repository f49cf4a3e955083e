import type { GovernorEffectView, GovernorsView } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { formatEnergy, formatRatio, gradeText, topText } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
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
