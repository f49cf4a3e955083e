import { sampleMoments } from './sample-moments';

/** A difference of logarithms in percent: 100 (exp(d) - 1). */
export function logAsPct(difference: number): number {
  return 100 * Math.expm1(difference);
}

/** The ends of the interval of a difference of logarithms, in percent. Not symmetric, as ratios are not. */
export function logIntervalPct(difference: number, reach: number): { lowPct: number; highPct: number } {
  return { lowPct: logAsPct(difference - reach), highPct: logAsPct(difference + reach) };
}

/** The logarithm that a change in percent is: log(1 + pct / 100). */
export function pctAsLog(pct: number): number {
  return Math.log1p(pct / 100);
}

/**
 * Difference of two means in pooled standard deviations, without the bias of few values (L. V. Hedges, J. Educ. Stat. 6, 1981, with the
 * approximation 1 - 3 / (4 df - 1) of its factor).
 *
 * @returns null where a sample has fewer than two values, or both are without scatter.
 */
export function hedgesG(sample: readonly number[], against: readonly number[]): number | null {
  if (sample.length < 2 || against.length < 2) return null;
  const [a, b] = [sampleMoments(sample), sampleMoments(against)];
  const freedom = a.count + b.count - 2;
  const pooled = Math.sqrt(((a.count - 1) * a.deviation! ** 2 + (b.count - 1) * b.deviation! ** 2) / freedom);
  return pooled === 0 ? null : (1 - 3 / (4 * freedom - 1)) * ((a.mean - b.mean) / pooled);
}
