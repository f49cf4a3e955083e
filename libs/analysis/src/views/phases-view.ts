import { cellPhases, type CellPhases, type ComparisonRow } from '@joulefleet/core';

/** A megabyte of JSON. */
const MAX_CELLS = 1_000;

interface Phases {
  cells: CellPhases[];
  leftOut: { cells: number };
  notes: string[];
}

/** Phases of the cells of some rows, and what is not known of them; pure. */
export function phasesOfRows(rows: readonly ComparisonRow[]): Phases {
  const all = cellPhases(rows);
  const unread = all.filter(({ phases }) => phases.every(({ phase }) => phase === 'inference')).length;
  const why =
    'loading and warming up were too short for a reading, or an older version judged their trials: joulefleet results recompute --apply adds them';
  return {
    cells: all.slice(0, MAX_CELLS),
    leftOut: { cells: Math.max(0, all.length - MAX_CELLS) },
    notes: unread > 0 ? [`nothing is known of the phases before the inferences of ${unread} cells: ${why}`] : [],
  };
}
