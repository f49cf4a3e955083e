/** Beyond this a series follows itself so closely that its nights say nothing new. */
const MAX_AUTOCORRELATION = 0.95;

/**
 * Correlation of nights that follow each other, from sums over the nights of several series, each with its own mean taken off. The
 * mean makes it too low by (1 + 3 rho) / n, which is added (F. H. C. Marriott and J. A. Pope, Biometrika 41, 1954). At least 0.
 */
export function firstAutocorrelation(sums: { products: number; squares: number }, nightsOfSeries: number): number {
  if (!(sums.squares > 0)) return 0;
  const raw = sums.products / sums.squares;
  const corrected = raw + (1 + 3 * raw) / Math.max(nightsOfSeries, 8);
  return Math.min(MAX_AUTOCORRELATION, Math.max(0, corrected));
}

/**
 * Variance of the mean of `nights` nights, over that of one night, when their correlation falls off as rho^k (a process of first order:
 * G. E. P. Box, G. M. Jenkins, Time Series Analysis, 1976, section 2.1): [1 + 2 sum (1 - k/n) rho^k] / n.
 */
export function varianceOfMean(nights: number, rho: number): number {
  let sum = 1;
  for (let k = 1, power = rho; k < nights && power > 1e-9; k++, power *= rho) sum += 2 * (1 - k / nights) * power;
  return sum / nights;
}
