import { twoSided95 } from '../statistics/student-t';

/** A point with its weight, 1 / variance where the variance is known. */
export interface WeightedPoint {
  x: number;
  y: number;
  weight: number;
}

/** y = slope x + intercept. */
export interface FittedLine {
  slope: number;
  intercept: number;
  slopeVariance: number;
  interceptVariance: number;
  covariance: number;
  /** y less the fitted line, in the order of the points. */
  residuals: number[];
}

/**
 * Weighted least squares of a line through three points or more (GUM H.3; Bevington and Robinson, 6.3). Variances are scaled by
 * the scatter of the residuals, and by (t / 2)^2 for their degrees of freedom, so that two standard deviations hold 95 % also
 * of few points. Where the variances of the points are known, they are not scaled down.
 */
export function fitLine(points: readonly WeightedPoint[], areVariancesKnown: boolean): FittedLine {
  const sum = (of: (point: WeightedPoint) => number): number =>
    points.reduce((total, p) => total + p.weight * of(p), 0);
  const total = sum(() => 1);
  const [meanX, meanY] = [sum(({ x }) => x) / total, sum(({ y }) => y) / total];
  const spread = sum(({ x }) => (x - meanX) ** 2);
  const slope = sum(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  const intercept = meanY - slope * meanX;
  const residuals = points.map(({ x, y }) => y - meanY - slope * (x - meanX));
  const degreesOfFreedom = points.length - 2;
  const chi2 = points.reduce((all, { weight }, i) => all + weight * residuals[i]! ** 2, 0);
  const scatter = (chi2 / degreesOfFreedom) * (twoSided95(degreesOfFreedom) / 2) ** 2;
  const scale = areVariancesKnown ? Math.max(1, scatter) : scatter;
  return {
    slope,
    intercept,
    slopeVariance: scale / spread,
    interceptVariance: scale * (1 / total + meanX ** 2 / spread),
    covariance: (-scale * meanX) / spread,
    residuals,
  };
}
