import type { StandardError } from './cell-interval';
import { studentTQuantile } from './student-t';

const ALPHA = 0.05;

/** A cost on the logarithmic scale with its error. */
interface LogCost extends StandardError {
  logEstimate: number;
}

/**
 * Which costs may be the least one: a set that holds the truly least cost with a confidence of 95 % (multiple comparisons with the best: J. C. Hsu,
 * Ann. Statist. 9, 1981; S. S. Gupta, Technometrics 7, 1965). A cost is left out where it lies above the least estimate by more than the
 * one-sided t quantile of Sidak's level for all comparisons (Z. Sidak, J. Amer. Statist. Assoc. 62, 1967), which is at least Dunnett's. No margin
 * is needed, and the luck of the least estimate does not make the set too small.
 */
export function mayBeLeast<T>(items: readonly T[], costOf: (item: T) => LogCost): T[] {
  if (items.length < 2) return [...items];
  const costs = items.map(costOf);
  const least = costs.reduce((best, cost) => (cost.logEstimate < best.logEstimate ? cost : best));
  const level = (1 - ALPHA) ** (1 / (costs.length - 1));
  const quantiles = new Map<number, number>();
  return items.filter((_, place) => {
    const cost = costs[place]!;
    const freedom = Math.min(cost.degreesOfFreedom, least.degreesOfFreedom);
    const quantile = quantiles.get(freedom) ?? studentTQuantile(level, freedom);
    quantiles.set(freedom, quantile);
    return cost.logEstimate - least.logEstimate <= quantile * Math.hypot(cost.standardError, least.standardError);
  });
}
