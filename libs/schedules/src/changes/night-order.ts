import type { Cell } from '@joulefleet/core';
import type { JudgedNights } from './judge-schedule';

/** Before all others. */
const SUSPICIOUS = -2;
const NEVER_MEASURED = -1;

/**
 * Rank of a cell in the next night: what is suspected comes first, then what was never measured, then the others by the last night that measured
 * them, the longest ago first.
 */
export function nightOrder({ table, history, cells }: JudgedNights): (cell: Cell, device: string) => number {
  const last = new Map<string, number>();
  table.series.forEach(({ cell, sentinel }, row) => {
    if (sentinel) return;
    const place = table.nights.findLastIndex((values) => !Number.isNaN(values[row]!));
    last.set(cell, Math.max(place, last.get(cell) ?? NEVER_MEASURED));
  });
  const suspected = history.changes.filter(({ state }) => state === 'suspected');
  const members = suspected.flatMap(({ flag }) => (flag.kind === 'device' ? [] : flag.members));
  for (const row of members) last.set(table.series[row]!.cell, SUSPICIOUS);
  return (cell, device) => last.get(cells.plannedOn(device, cell)) ?? NEVER_MEASURED;
}
