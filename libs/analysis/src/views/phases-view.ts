import { cellPhases, type CellPhases, type ComparisonRow } from '@joulefleet/core';
import { UNREAD_PHASE } from './notes';

/** Two megabytes of JSON: all cells of a workload on a device. */
const MAX_CELLS = 1_000;

interface Phases {
  cells: CellPhases[];
  leftOut: { cells: number };
  notes: string[];
}

/** Phases of the cells of some rows, and what is not known of them. Yields after each row. */
export function* phasesOfRows(rows: readonly ComparisonRow[]): Generator<void, Phases> {
  let [all, unread] = [0, 0];
  for (const { cells } of rows) {
    all += cells.length;
    for (const { hasEarlyPhases } of cells) unread += Number(!hasEarlyPhases);
    yield;
  }
  const cells = cellPhases(rows, MAX_CELLS);
  return {
    cells,
    leftOut: { cells: all - cells.length },
    notes:
      unread > 0 ? [`nothing is known of the phases before the inferences of ${unread} cells: ${UNREAD_PHASE}`] : [],
  };
}
