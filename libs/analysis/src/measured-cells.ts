import { factorLevels, type MeasuredCell } from '@joulefleet/core';
import type { AcceptedTrialRow } from '@joulefleet/store';

/** Accepted trials gathered into their cells, per device. */
export function measuredCells(rows: readonly AcceptedTrialRow[]): MeasuredCell[] {
  const cells = new Map<string, MeasuredCell & { trials: AcceptedTrialRow[] }>();
  for (const row of rows) {
    const key = `${row.device} ${row.cellKey}`;
    const cell = cells.get(key) ?? newCell(row);
    cell.trials.push(row);
    cells.set(key, cell);
  }
  return [...cells.values()];
}

function newCell(row: AcceptedTrialRow): MeasuredCell & { trials: AcceptedTrialRow[] } {
  const { cellKey, device, deviceClass, workload, graphMode, inferences } = row;
  const levels = factorLevels(row.levels);
  return { cellKey, device, deviceClass, workload, graphMode, inferences, levels, trials: [] };
}
