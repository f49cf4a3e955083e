import { trimmedMean } from '../statistics/trimmed-mean';

/** With fewer executions a night says too little of a cell. */
const MIN_EXECUTIONS = 3;

/**
 * The value of a series in one night: the trimmed mean of the logarithms of its executions. Differences of values are logarithms of ratios.
 *
 * @param figures above 0, of one metric, in any unit; others are left out.
 * @returns NaN (a missing night) with fewer than three executions.
 */
export function nightValue(figures: readonly number[]): number {
  const logs = figures.filter((figure) => figure > 0 && figure < Infinity).map(Math.log);
  return logs.length < MIN_EXECUTIONS ? NaN : trimmedMean(logs)!;
}
