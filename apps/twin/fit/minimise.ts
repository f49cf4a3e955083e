/** One free parameter: its name and the range that is searched. `log`: searched evenly in its logarithm. */
export interface Range {
  name: string;
  low: number;
  high: number;
  log?: boolean;
}

export interface Search {
  ranges: readonly Range[];
  seed: number;
  population: number;
  generations: number;
}

/** Thirty-two bit generator (mulberry32): the same seed gives the same fit on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Least cost within the ranges, by differential evolution (Storn and Price 1997, scheme best/1/bin): it needs no
 * gradient, which an optimum on a table of discrete clocks does not have.
 */
export function minimise(
  cost: (point: readonly number[]) => number,
  search: Search,
): { point: number[]; cost: number } {
  const random = seededRandom(search.seed);
  const toPoint = (unit: readonly number[]): number[] => unit.map((value, i) => fromUnit(value, search.ranges[i]));
  const members = Array.from({ length: search.population }, () => {
    const unit = search.ranges.map(() => random());
    return { unit, cost: cost(toPoint(unit)) };
  });
  let best = members.reduce((least, member) => (member.cost < least.cost ? member : least));

  for (let generation = 0; generation < search.generations; generation++) {
    for (const [index, member] of members.entries()) {
      const unit = mutate(best.unit, member.unit, members, random);
      const candidate = { unit, cost: cost(toPoint(unit)) };
      if (candidate.cost > member.cost) continue;
      members[index] = candidate;
      if (candidate.cost < best.cost) best = candidate;
    }
  }
  return { point: toPoint(best.unit), cost: best.cost };
}

function mutate(
  best: readonly number[],
  own: readonly number[],
  members: readonly { unit: number[] }[],
  random: () => number,
): number[] {
  const first = members[Math.floor(random() * members.length)]?.unit ?? own;
  const second = members[Math.floor(random() * members.length)]?.unit ?? own;
  const origin = random() < 0.5 ? best : own;
  const weight = 0.4 + 0.5 * random();
  const kept = Math.floor(random() * own.length);
  return own.map((value, i) => {
    if (i !== kept && random() > 0.8) return value;
    const moved = (origin[i] ?? value) + weight * ((first[i] ?? 0) - (second[i] ?? 0));
    return Math.min(1, Math.max(0, moved));
  });
}

function fromUnit(unit: number, range: Range | undefined): number {
  if (range === undefined) throw new RangeError('a point has more coordinates than the search has ranges');
  return range.log ? range.low * (range.high / range.low) ** unit : range.low + unit * (range.high - range.low);
}
