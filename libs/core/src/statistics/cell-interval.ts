import type { CellStatistics } from './cell-statistics';
import { type Interval, intervalFromLog } from './interval';
import { type Repeatability, shrinkVariance } from './pooled-variance';
import { twoSided95 } from './student-t';
import { trimmedMeanVarianceFactor } from './trimmed-mean';

/** Standard error of a cell's log estimate, and what its variance is worth. */
export interface StandardError {
  standardError: number;
  degreesOfFreedom: number;
}

/** Standard error of a cell's log estimate from the variance of its device. */
export function standardErrorOf(
  cell: Pick<CellStatistics, 'trials' | 'sdLog'>,
  repeatability: Repeatability,
): StandardError {
  const { variance, degreesOfFreedom } = shrinkVariance(cell, repeatability);
  const ofMean = (variance * trimmedMeanVarianceFactor(cell.trials)) / cell.trials;
  return { standardError: Math.sqrt(ofMean), degreesOfFreedom };
}

/** A figure of a cell on the logarithmic scale, as ratios need it. */
export interface LogFigure extends StandardError {
  logEstimate: number;
}

export function logFigure(
  cell: Pick<CellStatistics, 'trials' | 'logEstimate' | 'sdLog'>,
  repeatability: Repeatability,
): LogFigure {
  const { standardError, degreesOfFreedom } = standardErrorOf(cell, repeatability);
  return { logEstimate: cell.logEstimate, standardError, degreesOfFreedom };
}

/** A figure with its 95 % interval. */
export function intervalOf({ logEstimate, standardError, degreesOfFreedom }: LogFigure): Interval {
  return intervalFromLog(logEstimate, twoSided95(degreesOfFreedom) * standardError);
}

/** The cell's figure with its 95 % interval. */
export function cellInterval(
  cell: Pick<CellStatistics, 'trials' | 'logEstimate' | 'sdLog'>,
  repeatability: Repeatability,
): Interval {
  return intervalOf(logFigure(cell, repeatability));
}

/**
 * Half of the 95 % interval of a sum or difference of independent log estimates. Their variances come from one pool as a rule:
 * the t quantile is taken at the least of their degrees of freedom, which is exact then and cautious otherwise.
 */
export function halfWidth95(errors: readonly StandardError[]): number {
  const degreesOfFreedom = Math.min(...errors.map((e) => e.degreesOfFreedom));
  return twoSided95(degreesOfFreedom) * Math.hypot(...errors.map((e) => e.standardError));
}
