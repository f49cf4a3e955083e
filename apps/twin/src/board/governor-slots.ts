import type { Dwell } from '../physics';

/** How often a governor decides: of the order of the 10 ms of schedutil and nvhost_podgov. */
export const SLOT_US = 20_000;
/** Prime, so that every step through a block meets each of its slots. */
const SLOTS_OF_BLOCK = 17;
const GOLDEN_RATIO_PART = (Math.sqrt(5) - 1) / 2;

/**
 * The dwell in force at `tUs`. Time is cut into slots, and slots into blocks. The slots of a block lie evenly over the cumulated
 * shares, from block to block moved by 0.618... of their distance, so that every share is met within a few slots over any stretch.
 * Their order within a block is random: one that repeats itself would keep step with the batches, and a workload would then have
 * its phases at other shares than the governor's.
 * @param offset of the board, in [0, 1): from it follows what is random.
 */
export function dwellAt(dwells: readonly Dwell[], offset: number, tUs: number): Dwell {
  const fraction = fractionOf(Math.floor(tUs / SLOT_US), offset);
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

function fractionOf(slot: number, offset: number): number {
  const block = Math.floor(slot / SLOTS_OF_BLOCK);
  const random = mixed(block, offset);
  const step = 1 + (random % (SLOTS_OF_BLOCK - 1));
  const first = (random >>> 8) % SLOTS_OF_BLOCK;
  const place = (first + step * (slot - block * SLOTS_OF_BLOCK)) % SLOTS_OF_BLOCK;
  return (place + ((offset + block * GOLDEN_RATIO_PART) % 1)) / SLOTS_OF_BLOCK;
}

/** 32 random bits of a block. */
function mixed(block: number, offset: number): number {
  let bits = (block + Math.floor(offset * 2 ** 32)) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
