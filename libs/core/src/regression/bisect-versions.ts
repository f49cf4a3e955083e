import type { JudgedVersions } from './judge-versions';

/** Between which versions a change lies, as places in their list, the oldest first. */
export interface VersionRange {
  good: number;
  bad: number;
  /** Those that could not be measured. */
  skipped: number[];
}

/** Versions that are measured in turn in one round. */
const VERSIONS_AT_ONCE = 8;

/** How a bisection ends: with the version, with the range that it cannot narrow, or without a difference. */
export const BISECT_OUTCOMES = ['found', 'between', 'alike', 'unclear', 'unmeasured', 'failed'] as const;
export type BisectOutcome = (typeof BISECT_OUTCOMES)[number];

export type BisectStep =
  { kind: 'measure'; range: VersionRange } | { kind: 'end'; range: VersionRange; outcome: BisectOutcome };

/** What is measured in the next round, the ends among them: as evenly spread as can be. */
export function spreadVersions(range: VersionRange): number[] {
  const inner = innerOf(range);
  const count = Math.min(VERSIONS_AT_ONCE - 2, inner.length);
  const step = (inner.length + 1) / (count + 1);
  const picked = Array.from({ length: count }, (_, i) => inner[Math.round((i + 1) * step) - 1]!);
  return [range.good, ...picked, range.bad];
}

/**
 * What follows a round: a narrower range, or the end where neighbours are reached or nothing became narrower.
 *
 * @param measured places of the versions that the round measured.
 * @param judged of which no more blocks come.
 * @param isFirst no round was before it.
 */
export function narrowRange(
  range: VersionRange,
  measured: readonly number[],
  judged: JudgedVersions,
  isFirst: boolean,
): BisectStep {
  const { good, bad } = range;
  const skipped = [...range.skipped, ...judged.unmeasured.map((place) => measured[place]!)];
  if (!judged.place) return { kind: 'end', range, outcome: isFirst ? withoutPlace(judged) : 'between' };
  const next = { good: measured[judged.place.before]!, bad: measured[judged.place.since]!, skipped };
  if (next.bad - next.good === 1) return { kind: 'end', range: next, outcome: 'found' };
  const isNarrower = next.bad - next.good < bad - good;
  if (isNarrower && innerOf(next).length > 0) return { kind: 'measure', range: next };
  return { kind: 'end', range: next, outcome: 'between' };
}

function withoutPlace({ state }: JudgedVersions): BisectOutcome {
  return state === 'alike' || state === 'unmeasured' ? state : 'unclear';
}

function innerOf({ good, bad, skipped }: VersionRange): number[] {
  return Array.from({ length: bad - good - 1 }, (_, i) => good + 1 + i).filter((place) => !skipped.includes(place));
}
