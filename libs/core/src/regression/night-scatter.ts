import { poolVariance, shrinkVariance } from '../statistics/pooled-variance';
import { firstAutocorrelation } from './autocorrelation';
import { REFERENCE_NIGHTS, type SeriesBook } from './series-book';

/** How the nights of each series scatter. */
export interface NightScatter {
  /** Of one night, by row. */
  sd: Float64Array;
  /** Correlation of nights that follow each other, of all rows together. */
  rho: number;
}

/** A night further off than this, in standard deviations, counts as so far off: it shall not widen its own series' scatter. */
const WINSORISE_AT = 3.5;

/**
 * The standard deviation of a night of each row, from its clean nights, drawn towards what the rows have in common (empirical Bayes,
 * `shrinkVariance`): 28 nights alone would leave it uncertain by 13 %.
 *
 * @param rows rows of one metric: they scatter alike.
 */
export function nightScatter(book: SeriesBook, rows: readonly number[]): NightScatter {
  const residuals = new Float64Array(REFERENCE_NIGHTS);
  const sums = { products: 0, squares: 0 };
  const nightsOf: number[] = [];
  const spreads = rows.map((row) => {
    const nights = book.residuals(row, residuals);
    winsorise(residuals, nights);
    let squares = 0;
    for (let i = 0; i < nights; i++) {
      squares += residuals[i]! ** 2;
      if (i > 0) sums.products += residuals[i]! * residuals[i - 1]!;
    }
    sums.squares += squares;
    nightsOf.push(nights);
    return { trials: nights, sdLog: nights > 1 ? Math.sqrt(squares / (nights - 1)) : null };
  });
  const pool = poolVariance(spreads);
  const mean = nightsOf.reduce((sum, nights) => sum + nights, 0) / Math.max(1, rows.length);
  return {
    sd: Float64Array.from(spreads, (spread) => Math.sqrt(shrinkVariance(spread, pool).variance)),
    rho: firstAutocorrelation(sums, mean),
  };
}

/** Values that are kept for the simulation of quiet nights, at most. */
const MAX_INNOVATIONS = 20_000;

/** What is new in each clean night, in standard deviations of its series: with `rho` taken off, nights do not follow each other. */
export function innovationsOf(book: SeriesBook, rows: readonly number[], sd: Float64Array, rho: number): number[] {
  const residuals = new Float64Array(REFERENCE_NIGHTS);
  const found: number[] = [];
  const step = Math.ceil((rows.length * REFERENCE_NIGHTS) / MAX_INNOVATIONS);
  for (let i = 0; i < rows.length; i += step) {
    const row = rows[i]!;
    const nights = book.residuals(row, residuals);
    const unit = sd[row]! * Math.sqrt(1 - rho * rho);
    for (let k = 1; k < nights; k++) found.push((residuals[k]! - rho * residuals[k - 1]!) / unit);
  }
  return found;
}

function winsorise(values: Float64Array, count: number): void {
  let squares = 0;
  for (let i = 0; i < count; i++) squares += values[i]! ** 2;
  const reach = WINSORISE_AT * Math.sqrt(squares / Math.max(1, count));
  for (let i = 0; i < count; i++) values[i] = Math.max(-reach, Math.min(reach, values[i]!));
}
