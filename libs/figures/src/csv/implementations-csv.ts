import type { ImplementationEffectView, ImplementationsView } from '@joulefleet/contracts';
import { intervalColumns, subjectColumns, viewCsv } from './view-csv';

/** One line for each point of each comparison. */
export function implementationsAsCsv(view: ImplementationsView): string {
  type Figures = Pick<ImplementationEffectView['points'][number], 'energy' | 'time' | 'power'>;
  type Item = { effect: ImplementationEffectView; at: string; figures: Figures };
  const items = view.effects.flatMap((effect): Item[] => [
    ...effect.points.map((point) => ({ effect, at: point.at, figures: point })),
    ...(effect.overall ? [{ effect, at: 'all clocks', figures: effect.overall }] : []),
  ]);
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ effect }) => effect),
      ['batch_size', ({ effect }) => effect.batchSize],
      ['factor', ({ effect }) => effect.factor],
      ['level', ({ effect }) => effect.level],
      ['control_level', ({ effect }) => effect.controlLevel],
      ['at', ({ at }) => at],
      ...intervalColumns<Item>('energy_ratio', ({ figures }) => figures.energy),
      ...intervalColumns<Item>('time_ratio', ({ figures }) => figures.time),
      ...intervalColumns<Item>('power_ratio', ({ figures }) => figures.power),
      ...intervalColumns<Item>('load_energy_mj', ({ effect }) => effect.load?.loadMj ?? null),
      ...intervalColumns<Item>('control_load_energy_mj', ({ effect }) => effect.load?.controlLoadMj ?? null),
      ['crossover_inferences', ({ effect }) => effect.load?.crossover.inferences ?? null],
      ['crossover_inferences_low', ({ effect }) => effect.load?.crossover.low ?? null],
      ['crossover_inferences_high', ({ effect }) => effect.load?.crossover.high ?? null],
    ],
    items,
  );
}
