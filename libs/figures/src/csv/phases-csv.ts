import type { CellPhasesView, PhasesView } from '@joulefleet/contracts';
import { intervalColumns, pointColumns, subjectColumns, viewCsv } from './view-csv';

/** One line for each phase of each cell. */
export function phasesAsCsv(view: PhasesView): string {
  type Item = { cell: CellPhasesView; phase: CellPhasesView['phases'][number] };
  const items = view.cells.flatMap((cell) => cell.phases.map((phase): Item => ({ cell, phase })));
  return viewCsv(
    view,
    [
      ...subjectColumns<Item>(({ cell }) => cell),
      ...pointColumns<Item>(({ cell }) => cell.point),
      ['phase', ({ phase }) => phase.phase],
      ['phase_trials', ({ phase }) => phase.trials],
      ...intervalColumns<Item>('phase_energy_mj', ({ phase }) => phase.energyMj),
      ['phase_energy_uncertainty_mj', ({ phase }) => phase.uncertaintyMj],
      ...intervalColumns<Item>('phase_ms', ({ phase }) => phase.durationMs),
      ['phase_power_mw', ({ phase }) => phase.powerMw],
      ['inferences_for_load', ({ cell }) => cell.inferencesForLoad],
    ],
    items,
  );
}
