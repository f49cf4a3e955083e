import type { CellSummary } from './measured-cell';

/** What an objective may look at. */
export type RankedCell = Pick<CellSummary, 'cellKey' | 'energyMj' | 'durationMs'>;

/** The cost of a cell: the least is the optimum. */
export type Objective = (cell: RankedCell) => number;

/** The study's objective: energy of the inference window, whatever the latency. */
export const leastEnergy: Objective = (cell) => cell.energyMj.estimate;

/** Cells by rising cost; ties by latency, then by key, so that the order never depends on the input's. */
export function rankCells<T extends RankedCell>(cells: readonly T[], objective: Objective = leastEnergy): T[] {
  return [...cells].sort(byCost(objective));
}

/** The first of the ranked cells, found without ranking them all; null without any. */
export function cheapestCell<T extends RankedCell>(cells: readonly T[], objective: Objective = leastEnergy): T | null {
  const compare = byCost(objective);
  return cells.reduce<T | null>((best, cell) => (best && compare(best, cell) <= 0 ? best : cell), null);
}

function byCost(objective: Objective) {
  return (a: RankedCell, b: RankedCell): number =>
    objective(a) - objective(b) ||
    a.durationMs.estimate - b.durationMs.estimate ||
    (a.cellKey < b.cellKey ? -1 : a.cellKey > b.cellKey ? 1 : 0);
}
