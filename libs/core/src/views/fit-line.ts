import type { Interval } from '../statistics/interval';
import { sampleMoments } from '../statistics/sample-moments';
import { twoSided95 } from '../statistics/student-t';

/** A straight line through points, and how near they are to it. */
export interface FittedLine {
  points: number;
  /** In y per unit of x, with Student's 95 % interval. */
  slope: Interval;
  intercept: number;
  /** Squared correlation: the share of the variance that the line has. Its interval is Fisher's; null with three points. */
  r2: number;
  r2Interval: { low: number; high: number } | null;
}

const MIN_POINTS = 3;

/**
 * Least squares, each point alike (N. R. Draper, H. Smith, Applied Regression Analysis, 1998, chapter 1). The interval of the squared correlation
 * is that of atanh r, whose standard error is 1 / sqrt(n - 3) (R. A. Fisher, Metron 1, 1921).
 *
 * @returns null with fewer than three points, or where all have the same x or the same y.
 */
export function fitLine(points: readonly { x: number; y: number }[]): FittedLine | null {
  const n = points.length;
  if (n < MIN_POINTS) return null;
  const [meanX, meanY] = [sampleMoments(points.map(({ x }) => x)).mean, sampleMoments(points.map(({ y }) => y)).mean];
  const sum = (of: (dx: number, dy: number) => number): number =>
    points.reduce((total, { x, y }) => total + of(x - meanX, y - meanY), 0);
  const [xx, xy, yy] = [sum((dx) => dx * dx), sum((dx, dy) => dx * dy), sum((_, dy) => dy * dy)];
  if (xx === 0 || yy === 0) return null;
  const estimate = xy / xx;
  const r2 = Math.min(1, (xy * xy) / (xx * yy));
  const halfWidth = twoSided95(n - 2) * Math.sqrt((yy * (1 - r2)) / (n - 2) / xx);
  return {
    points: n,
    slope: { estimate, low: estimate - halfWidth, high: estimate + halfWidth },
    intercept: meanY - estimate * meanX,
    ...{ r2, r2Interval: intervalOf(r2, n) },
  };
}

/** An exact line has an interval of no width. */
function intervalOf(r2: number, n: number): FittedLine['r2Interval'] {
  if (n <= MIN_POINTS) return null;
  const z = Math.atanh(Math.sqrt(r2));
  const halfWidth = twoSided95(Infinity) / Math.sqrt(n - 3);
  const squared = (at: number): number => Math.tanh(Math.max(0, at)) ** 2;
  return z === Infinity ? { low: 1, high: 1 } : { low: squared(z - halfWidth), high: squared(z + halfWidth) };
}
