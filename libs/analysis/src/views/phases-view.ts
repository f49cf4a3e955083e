import { cellPhases, type CellPhases, type ComparisonRow } from '@joulefleet/core';
import { UNREAD_PHASE } from './notes';
import { oncePerRow } from './once-per-row';

/** All cells of a workload on a device in a sweep of the study's size, with its baseline: a good megabyte of JSON. */
const MAX_CELLS = 750;
const unreadOf = oncePerRow(({ cells }) => cells.filter(({ hasEarlyPhases }) => !hasEarlyPhases).length);

interface Phases {
  cells: CellPhases[];
  leftOut: { cells: number };
  notes: string[];
}

/** Phases of the cells of some rows, and what is not known of them. Yields after each row. */
export function* phasesOfRows(rows: readonly ComparisonRow[]): Generator<void, Phases> {
  let [all, unread] = [0, 0];
  for (const row of rows) {
    all += row.cells.length;
    unread += unreadOf(row);
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
