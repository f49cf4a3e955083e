import type { GovernedClock } from '@joulefleet/contracts';

/** Finds where the governed clocks of a cell on a device were. */
export function clocksByCell(
  clocks: readonly GovernedClock[],
): (device: string, cellKey: string | undefined) => GovernedClock[] {
  const found = new Map<string, GovernedClock[]>();
  for (const clock of clocks) {
    const key = `${clock.device} ${clock.cellKey}`;
    const known = found.get(key);
    if (known) known.push(clock);
    else found.set(key, [clock]);
  }
  return (device, cellKey) => found.get(`${device} ${cellKey}`) ?? [];
}
