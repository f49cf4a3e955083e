import type { GovernorEffectView, GovernorsView } from '@joulefleet/contracts';
import { intervalColumns, pointColumns, subjectColumns, viewCsv } from './view-csv';

type Point = GovernorEffectView['points'][number];

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
