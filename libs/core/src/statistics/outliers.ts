import { cellStatistics } from './cell-statistics';
import { medianOf } from './median';

/** Fewer trials have no median deviation that an outlier could be measured by. */
export const MIN_TRIALS_FOR_OUTLIERS = 5;
/** From here on a robust z is an outlier's (Iglewicz and Hoaglin 1993, section 3.3). */
const OUTLIER_Z = 3.5;
/** Of a normal distribution: standard deviation over median deviation, and over mean deviation. */
const PER_MEDIAN_DEVIATION = 1 / 0.6744897501960817;
const PER_MEAN_DEVIATION = Math.sqrt(Math.PI / 2);

/** Which trials of a cell are far off the others. They count all the same: a far-off trial without a cause is a result. */
export interface Outliers {
  /** Their places in the list of trials. */
  places: number[];
  /** The estimate of the cell without them; null where there is none. */
  estimateWithout: number | null;
}

/**
 * Robust z of each logarithm, |x - median| / (1.4826 MAD), above 3.5 (B. Iglewicz and D. C. Hoaglin, How to Detect and Handle
 * Outliers, ASQC 1993, section 3.3; with the mean deviation where more than half of the trials are equal).
 *
 * @returns null with fewer than five trials.
 */
export function flagOutliers(figures: readonly number[]): Outliers | null {
  if (figures.length < MIN_TRIALS_FOR_OUTLIERS) return null;
  const scores = robustScores(figures.map(Math.log));
  const isFar = (place: number): boolean => Math.abs(scores[place]!) > OUTLIER_Z;
  const places = [...figures.keys()].filter(isFar);
  if (places.length === 0) return { places, estimateWithout: null };
  const others = figures.filter((_, place) => !isFar(place));
  return { places, estimateWithout: cellStatistics(others)?.estimate ?? null };
}

/** Distances from the median in robust standard deviations; all 0 where all values are equal. */
export function robustScores(values: readonly number[]): number[] {
  const median = medianOf(values) ?? 0;
  const distances = values.map((v) => Math.abs(v - median));
  const meanDistance = distances.reduce((sum, d) => sum + d, 0) / distances.length;
  const scale = PER_MEDIAN_DEVIATION * (medianOf(distances) ?? 0) || PER_MEAN_DEVIATION * meanDistance;
  return values.map((v) => (scale === 0 ? 0 : (v - median) / scale));
}
