import type { ClockSweepView, SweepView } from '@joulefleet/contracts';
import { pointColumns, subjectColumns, viewCsv } from './view-csv';

/** One line for each clock of each sweep. */
export function sweepsAsCsv(view: SweepView): string {
  type Item = { sweep: ClockSweepView; point: ClockSweepView['points'][number] };
  const items = view.sweeps.flatMap((sweep) => sweep.points.map((point): Item => ({ sweep, point })));
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ sweep }) => sweep),
      ['axis', ({ sweep }) => sweep.axis],
      ['held_hz', ({ sweep }) => sweep.heldHz],
      ['clock_hz', ({ point }) => point.clockHz],
      ...pointColumns<Item>(({ point }) => point),
      ['power_mw_per_mhz', ({ sweep }) => sweep.power?.slope.estimate ?? null],
      ['power_r2', ({ sweep }) => sweep.power?.r2 ?? null],
      ['plateau_from_hz', ({ sweep }) => sweep.plateau?.fromHz ?? null],
    ],
    items,
  );
}
