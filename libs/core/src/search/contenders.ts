/** A cell as one that may be the best. */
export interface LikelyCell {
  readonly row: number;
  readonly cost: number;
  /** What its cost may be at least. */
  readonly bound: number;
  /** By how much it exceeds the worst limit: at most 1 where it keeps all. */
  readonly excess: number;
  /** The same of the least that its figures may be. */
  readonly leastExcess: number;
  readonly isMeasured: boolean;
}

/** Of the measured cells: a winner and a runner-up. */
const OF_MEASURED = 2;

/**
 * The cells that may be the best, the lowest bound of their cost first. Cheap cells that exceed a limit never take the place of all that keep
 * it, nor cells that were never measured the place of the best that were: a verdict names one of these. At least half are the cheapest that
 * are expected to keep the limits; where these are fewer, those that exceed them least, which say whether any cell keeps them.
 */
export function pickContenders<C extends LikelyCell>(cells: readonly C[], count: number): C[] {
  const measured = cells.filter(({ isMeasured }) => isMeasured);
  const picked = new Set([
    ...sorted(measured, ({ excess }) => Math.max(1, excess), byCost).slice(0, OF_MEASURED),
    ...sorted(measured, ({ excess }) => excess, byCost).slice(0, OF_MEASURED),
  ]);
  fill(
    picked,
    sorted(cells, ({ excess }) => Math.max(1, excess), byBound),
    Math.ceil(count / 2),
  );
  fill(
    picked,
    sorted(cells, ({ leastExcess }) => Math.max(1, leastExcess), byBound),
    count,
  );
  return [...picked].sort(byBound);
}

type Order = (a: LikelyCell, b: LikelyCell) => number;

const byCost: Order = (a, b) => a.cost - b.cost || a.row - b.row;
const byBound: Order = (a, b) => a.bound - b.bound || a.row - b.row;

function sorted<C extends LikelyCell>(cells: readonly C[], excessOf: (cell: C) => number, then: Order): C[] {
  return [...cells].sort((a, b) => excessOf(a) - excessOf(b) || then(a, b));
}

function fill<C>(picked: Set<C>, from: readonly C[], count: number): void {
  for (const cell of from) {
    if (picked.size >= count) return;
    picked.add(cell);
  }
}
