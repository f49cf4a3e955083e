/**
 * Star discrepancy of points in [0, 1]: the largest difference, over all intervals [0, x), between the share of points in
 * the interval and its length. Between 1 / (2 n) for evenly spaced points and 1. Formula: H. Niederreiter, Random Number
 * Generation and Quasi-Monte Carlo Methods (1992), theorem 2.6. Without a point it is 1.
 */
export function starDiscrepancy(points: readonly number[]): number {
  const n = points.length;
  if (n === 0) return 1;
  const ordered = [...points].sort((a, b) => a - b);
  const furthest = ordered.reduce((max, x, i) => Math.max(max, Math.abs(x - (2 * i + 1) / (2 * n))), 0);
  return 1 / (2 * n) + furthest;
}
