import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import { EARLY_PHASES } from '../energy/phase-figures';
import type { Interval } from '../statistics/interval';
import { ownUncertaintyMj } from './own-uncertainty';
import { pointOf, subjectOf, type ViewPoint, type ViewSubject } from './view-point';

export const PHASES = [...EARLY_PHASES, 'inference'] as const;
export type TrialPhase = (typeof PHASES)[number];

/** A phase of a cell's trials; intervals (95 %) are those of repetition. */
export interface PhaseOfCell {
  phase: TrialPhase;
  trials: number;
  energyMj: Interval;
  /** Half of the 95 % interval of that figure on its own, the meter included. */
  uncertaintyMj: number;
  durationMs: Interval;
  powerMw: number;
}

/** A cell with its phases in the order of time; one of which nothing was read is left out. */
export interface CellPhases extends ViewSubject {
  point: ViewPoint;
  phases: PhaseOfCell[];
  /** Inferences that take as much energy as loading does; null: nothing was read of loading. */
  inferencesForLoad: number | null;
}

/** Phases of the first cells of some rows, in the order of the rows. */
export function cellPhases(rows: readonly ComparisonRow[], most = Infinity): CellPhases[] {
  const found: CellPhases[] = [];
  for (const row of rows) {
    for (const cell of row.cells.slice(0, most - found.length)) found.push(phasesOf(row, cell));
  }
  return found;
}

function phasesOf(row: ComparisonRow, cell: CellSummary): CellPhases {
  const point = pointOf(row, cell);
  const load = cell.phases?.load ?? null;
  const inference: PhaseOfCell = {
    ...{ phase: 'inference', trials: cell.trials, energyMj: cell.energyMj },
    ...{ uncertaintyMj: cell.absoluteUncertaintyMj, durationMs: cell.durationMs, powerMw: cell.powerMw.estimate },
  };
  const early = EARLY_PHASES.flatMap((phase): PhaseOfCell[] => {
    const found = cell.phases?.[phase];
    return found ? [{ phase, ...found, uncertaintyMj: ownUncertaintyMj(found) }] : [];
  });
  return {
    ...subjectOf(row),
    point,
    phases: [...early, inference],
    inferencesForLoad: load && load.energyMj.estimate / point.energyMj.estimate,
  };
}
