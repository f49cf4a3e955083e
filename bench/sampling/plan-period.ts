/** `GOLDEN`, `SHORTEST_SHARE`, `LONGEST_SHARE` of agent/agent.py. */
const GOLDEN = 0.618033988749895;
const SHORTEST_SHARE = 0.7;
const LONGEST_SHARE = 2.5;

/**
 * The agent's sampling period for batches of `batchUs`: `plan_period` of agent/agent.py, rule for rule. It stands here a
 * second time because the agent is Python; plan-period.spec.ts holds the two together by running that function.
 *
 * Batches plus the golden section, T (k + 0.618), the nearest to `meanUs` between 0.7 and 2.5 times that; a batch too long
 * for it is cut instead, T / (n + 0.618).
 */
export function planPeriod(batchUs: number, meanUs: number): number {
  const nearest = Math.round(meanUs / batchUs - GOLDEN);
  const from = Math.max(0, nearest - 1);
  const periods = range(from, Math.max(0, nearest) + 3).map((k) => batchUs * (k + GOLDEN));
  const fitting = periods.filter((period) => period >= SHORTEST_SHARE * meanUs && period <= LONGEST_SHARE * meanUs);
  if (fitting.length > 0) return nearestTo(meanUs, fitting);
  const parts = Math.max(1, Math.round(batchUs / meanUs - GOLDEN));
  return nearestTo(
    meanUs,
    [parts, parts + 1].map((n) => batchUs / (n + GOLDEN)),
  );
}

/** From `first` up to, not including, `end`. */
function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}

/** The first of the nearest ones. */
function nearestTo(meanUs: number, periods: readonly number[]): number {
  return periods.reduce((best, period) => (Math.abs(period - meanUs) < Math.abs(best - meanUs) ? period : best));
}
