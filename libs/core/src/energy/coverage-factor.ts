import { normalQuantile } from '../statistics/normal-quantile';
import { twoSided95 } from '../statistics/student-t';

/** Excess kurtosis of a rectangular distribution. */
const RECTANGULAR_KURTOSIS = -1.2;
const NORMAL_FACTOR = normalQuantile(0.975);

/** Standard uncertainties of independent parts, by the shape of their distribution. */
export interface UncertaintyParts {
  rectangular: readonly number[];
  normal: readonly number[];
}

/**
 * Half-width of the 95 % coverage interval of the sum of the parts, for which GUM supplement 1 (JCGM 101:2008) asks where the sum is not normal:
 * k = 2 covers all of one rectangular part, whose 95 % lie within 1.645. The sum's distribution is taken as the symmetric beta distribution
 * (Pearson's type II) of the same variance and kurtosis. That is exact for one rectangular part and for normal ones, and between them within
 * half a percent of coverage.
 */
export function coverageHalfWidth95({ rectangular, normal }: UncertaintyParts): number {
  const combined = Math.hypot(...rectangular, ...normal);
  if (combined === 0) return 0;
  const kurtosis = rectangular.reduce((sum, part) => sum + RECTANGULAR_KURTOSIS * (part / combined) ** 4, 0);
  return combined * factorOf(kurtosis);
}

/**
 * x = t / sqrt(df + t^2) has the density (1 - x^2)^(df/2 - 1), the variance 1 / (df + 1) and the excess kurtosis -6 / (df + 3) where t is Student's:
 * its quantile is that of t.
 */
function factorOf(kurtosis: number): number {
  if (kurtosis > -1e-3) return NORMAL_FACTOR;
  const freedom = -6 / kurtosis - 3;
  const t = twoSided95(freedom);
  return (t / Math.sqrt(freedom + t * t)) * Math.sqrt(freedom + 1);
}
