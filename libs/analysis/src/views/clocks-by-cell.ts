import type { GovernedClock } from '@joulefleet/contracts';
import { groupedBy } from '@joulefleet/core';

/** Finds where the governed clocks of a cell on a device were. */
export function clocksByCell(
  clocks: readonly GovernedClock[],
): (device: string, cellKey: string | undefined) => GovernedClock[] {
  const found = groupedBy(clocks, ({ device, cellKey }) => `${device} ${cellKey}`);
  return (device, cellKey) => found.get(`${device} ${cellKey}`) ?? [];
}
