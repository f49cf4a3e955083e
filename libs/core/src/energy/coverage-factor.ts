import { normalQuantile } from '../statistics/normal-quantile';
import { studentTQuantile } from '../statistics/student-t';

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
  return combined * tabulatedFactor(kurtosis);
}

/** Steps of the table of factors over the kurtosis of one rectangular part to none. */
const STEPS = 1024;
const STEP = -RECTANGULAR_KURTOSIS / STEPS;
/** NaN: not sought yet. */
const table = new Float64Array(STEPS + 1).fill(NaN);

/**
 * The factor by cubic interpolation, exact to 1e-9: reports take two of each cell, and seeking a quantile of Student's t takes a hundred times as
 * long. Where the kurtosis is nearly none, or that of one rectangular part, it is sought.
 */
function tabulatedFactor(kurtosis: number): number {
  const place = -kurtosis / STEP;
  const below = Math.floor(place);
  if (below < 2 || below > STEPS - 2) return factorOf(kurtosis);
  const [a, b, c, d] = [entry(below - 1), entry(below), entry(below + 1), entry(below + 2)];
  const x = place - below;
  // Lagrange's polynomial through the four values at -1, 0, 1 and 2.
  return (
    (-x * (x - 1) * (x - 2) * a) / 6 +
    ((x + 1) * (x - 1) * (x - 2) * b) / 2 -
    ((x + 1) * x * (x - 2) * c) / 2 +
    ((x + 1) * x * (x - 1) * d) / 6
  );
}

function entry(step: number): number {
  if (Number.isNaN(table[step])) table[step] = factorOf(-step * STEP);
  return table[step]!;
}

/**
 * x = t / sqrt(df + t^2) has the density (1 - x^2)^(df/2 - 1), the variance 1 / (df + 1) and the excess kurtosis -6 / (df + 3) where t is Student's:
 * its quantile is that of t.
 */
function factorOf(kurtosis: number): number {
  if (kurtosis > -1e-3) return NORMAL_FACTOR;
  const freedom = -6 / kurtosis - 3;
  const t = studentTQuantile(0.975, freedom);
  return (t / Math.sqrt(freedom + t * t)) * Math.sqrt(freedom + 1);
}
