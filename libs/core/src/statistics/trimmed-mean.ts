import { normalQuantile } from './normal-quantile';
import { remembering } from './remembering';

/** Share of the values that is left out at each end: one of ten, none of nine or fewer. */
const TRIM_SHARE = 0.1;

/** Mean without the lowest and highest tenth (rounded down), which bounds what one odd trial can do. Null for none. */
export function trimmedMean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const trimmed = trimmedAtEachEnd(values.length);
  if (trimmed === 0) return values.reduce((sum, v) => sum + v, 0) / values.length;
  const kept = [...values].sort((a, b) => a - b).slice(trimmed, values.length - trimmed);
  return kept.reduce((sum, v) => sum + v, 0) / kept.length;
}

/** Of the values at some places, at least one. */
export function trimmedMeanAt(places: readonly number[], values: ArrayLike<number>): number {
  if (trimmedAtEachEnd(places.length) > 0) return trimmedMean(places.map((place) => values[place]!))!;
  let sum = 0;
  for (const place of places) sum += values[place]!;
  return sum / places.length;
}

/**
 * Variance of the trimmed mean of `count` normal values, relative to the variance of their plain mean: 1 without trimming,
 * 1.06 at a tenth each end (asymptotic: P. J. Huber, Robust Statistics, 1981, section 3.3).
 */
export const trimmedMeanVarianceFactor = remembering((count) => {
  const share = trimmedAtEachEnd(count) / count;
  if (share === 0) return 1;
  const z = normalQuantile(1 - share);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const winsorised = 1 - 2 * share - 2 * z * density + 2 * share * z * z;
  return winsorised / (1 - 2 * share) ** 2;
});

function trimmedAtEachEnd(count: number): number {
  return Math.floor(count * TRIM_SHARE);
}
