import type { Dwell } from '../physics';

/** How often a governor decides: of the order of the 10 ms of schedutil and nvhost_podgov. */
export const SLOT_US = 20_000;
const GOLDEN_RATIO_PART = (Math.sqrt(5) - 1) / 2;

/**
 * The dwell in force at `tUs`. Time is cut into slots; slot k takes the dwell at the fraction (offset + k x 0.618...) mod 1
 * of the cumulated shares. Being a low-discrepancy sequence, this meets every share within a few slots over any stretch,
 * while neighbouring slots look erratic, as a governor's decisions do.
 */
export function dwellAt(dwells: readonly Dwell[], offset: number, tUs: number): Dwell {
  const fraction = (offset + Math.floor(tUs / SLOT_US) * GOLDEN_RATIO_PART) % 1;
  let cumulated = 0;
  let chosen: Dwell | undefined;
  for (chosen of dwells) {
    cumulated += chosen.share;
    if (fraction < cumulated) break;
  }
  if (chosen === undefined) throw new RangeError('a governor needs at least one dwell');
  return chosen;
}

/** The instant at which the slot of `tUs` ends. */
export function slotEnd(tUs: number): number {
  return (Math.floor(tUs / SLOT_US) + 1) * SLOT_US;
}
