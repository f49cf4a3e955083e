import { medianOf } from './median';
import { sampleMoments } from './sample-moments';
import { trimmedMean } from './trimmed-mean';

/** Statistics of one figure (energy, duration or mean power) over the accepted trials of a cell. */
export interface CellStatistics {
  trials: number;
  /** Trimmed mean of the logarithms. */
  logEstimate: number;
  /** The same, back-transformed: a geometric mean that one odd trial of ten cannot pull far. */
  estimate: number;
  median: number;
  /** Plain mean of the figures, without trimming or logarithms. */
  mean: number;
  /** Standard deviation of the logarithms, about the relative one; null with a single trial. */
  sdLog: number | null;
  /** Coefficient of variation, 100 * standard deviation / mean of the figures themselves; null with a single trial. */
  cvPct: number | null;
}

/**
 * Statistics over all accepted trials so far. A function of their list alone, in any order: when a trial comes in late or is
 * added to a finished cell, it is simply called again.
 *
 * @returns null without a trial.
 * @throws RangeError for a figure that is not positive: validity checks keep those out.
 */
export function cellStatistics(figures: readonly number[]): CellStatistics | null {
  const odd = figures.find((figure) => !(figure > 0 && figure < Infinity));
  if (odd !== undefined) throw new RangeError(`a trial's figure must be positive: ${odd}`);
  const logs = figures.map(Math.log);
  const logEstimate = trimmedMean(logs);
  const median = medianOf(figures);
  if (logEstimate === null || median === null) return null;
  const { mean, deviation } = sampleMoments(figures);
  const cvPct = deviation === null ? null : (100 * deviation) / mean;
  const sdLog = sampleMoments(logs).deviation;
  return { trials: logs.length, logEstimate, estimate: Math.exp(logEstimate), median, mean, sdLog, cvPct };
}
