import type { SeriesBook } from './series-book';

/** Nights that the scatter is taken over. */
const WINDOW = 14;
/** Standard deviation of |x| over its mean, of a normal x with mean 0: sqrt(pi / 2 - 1). */
const RELATIVE_SD = 0.7555;

/**
 * How much more the nights of a series scatter than they used to, in standard errors of the mean absolute deviation (which bounds what one
 * odd night can do; P. J. Huber, Robust Statistics, 1981, section 1.1), in each of the last two fortnights; the lower one counts.
 * 0 before there are four weeks.
 */
export function scatterScore(book: SeriesBook, row: number, sd: number): number {
  if (book.recentNights(row) < 2 * WINDOW || !(sd > 0)) return 0;
  return Math.min(scoreOf(book, row, sd, 0), scoreOf(book, row, sd, WINDOW));
}

function scoreOf(book: SeriesBook, row: number, sd: number, from: number): number {
  let sum = 0;
  for (let back = from; back < from + WINDOW; back++) sum += book.recentAt(row, back);
  const mean = sum / WINDOW;
  let absolute = 0;
  for (let back = from; back < from + WINDOW; back++) absolute += Math.abs(book.recentAt(row, back) - mean);
  const expected = sd * Math.sqrt((2 / Math.PI) * (1 - 1 / WINDOW));
  return (absolute / WINDOW / expected - 1) / (RELATIVE_SD / Math.sqrt(WINDOW));
}
