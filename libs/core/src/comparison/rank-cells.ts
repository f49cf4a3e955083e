import type { CellSummary } from './measured-cell';

/** What an objective may look at. */
export type RankedCell = Pick<CellSummary, 'cellKey' | 'energyMj' | 'durationMs'>;

/** The cost of a cell: the least is the optimum. */
export type Objective = (cell: RankedCell) => number;

/** The study's objective: energy of the inference window, whatever the latency. */
export const leastEnergy: Objective = (cell) => cell.energyMj.estimate;

/** Cells by rising cost; ties by latency, then by key, so that the order never depends on the input's. */
export function rankCells<T extends RankedCell>(cells: readonly T[], objective: Objective = leastEnergy): T[] {
  return [...cells].sort(
    (a, b) =>
      objective(a) - objective(b) ||
      a.durationMs.estimate - b.durationMs.estimate ||
      (a.cellKey < b.cellKey ? -1 : a.cellKey > b.cellKey ? 1 : 0),
  );
}
