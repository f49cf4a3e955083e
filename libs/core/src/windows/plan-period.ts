/** `GOLDEN`, `MIN_SHARE`, `MAX_SHARE`, `CYCLE_SHARE` of agent/joulefleet_agent/sampling_plan.py. */
const GOLDEN = 0.618033988749895;
const MIN_SHARE = 0.7;
const MAX_SHARE = 2.5;
const CYCLE_SHARE = 0.99;

/**
 * The agent's sampling period for batches of `batchUs`: its `plan_period`, rule for rule. Duplicated because the agent
 * is Python; plan-period.spec.ts runs that function to keep the two in step.
 *
 * Whole batches and the golden section, T (k + 0.618), or a batch cut by it, T / (n + 0.618); of those between 0.7 and
 * 2.5 times `meanUs` the nearest to it.
 */
export function planPeriod(batchUs: number, meanUs: number): number {
  const batches = Math.max(0, Math.round(meanUs / batchUs - GOLDEN));
  const parts = Math.max(1, Math.round(batchUs / meanUs - GOLDEN));
  const periods = [
    ...range(Math.max(0, batches - 1), batches + 3).map((k) => batchUs * (k + GOLDEN)),
    ...range(Math.max(1, parts - 1), parts + 2).map((n) => batchUs / (n + GOLDEN)),
  ];
  const fitting = periods.filter((period) => period >= MIN_SHARE * meanUs && period <= MAX_SHARE * meanUs);
  return fitting.reduce((best, period) => (Math.abs(period - meanUs) < Math.abs(best - meanUs) ? period : best));
}

/**
 * The agent's `cycle_period`: a period near `meanUs` that reads every cycle of a sensor that averages without gaps equally often. Null where its cycles are too
 * short for that, or there are none (0).
 */
export function cyclePeriod(cycleUs: number, meanUs: number): number | null {
  const periodUs = (CYCLE_SHARE * cycleUs) / Math.max(1, Math.round(cycleUs / meanUs));
  return periodUs >= MIN_SHARE * meanUs && periodUs <= MAX_SHARE * meanUs ? periodUs : null;
}

/** From `first` up to, not including, `end`. */
function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, i) => first + i);
}
