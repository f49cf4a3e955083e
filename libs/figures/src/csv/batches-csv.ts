import type { BatchEffectView, BatchesView, ViewPoint } from '@joulefleet/contracts';
import { intervalColumns, pointColumns, subjectColumns, viewCsv } from './view-csv';

/** One line for each batch size of each line, and one for each optimum. */
export function batchesAsCsv(view: BatchesView): string {
  type Item = { effect: BatchEffectView; at: string; point: ViewPoint & { energyRatio: ViewPoint['energyMj'] } };
  const items = view.effects.flatMap((effect): Item[] => [
    ...effect.lines.flatMap(({ at, points }) => points.map((point) => ({ effect, at, point }))),
    ...effect.optima.map((point) => ({ effect, at: 'optimum', point })),
  ]);
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ effect }) => effect),
      ['at', ({ at }) => at],
      ...pointColumns<Item>(({ point }) => point),
      ...intervalColumns<Item>('energy_ratio', ({ point }) => point.energyRatio),
      ...intervalColumns<Item>('joint_saving_pct', ({ effect }) => effect.savingPct),
      ...intervalColumns<Item>('joint_corrected_saving_pct', ({ effect }) => effect.correctedSavingPct),
    ],
    items,
  );
}
