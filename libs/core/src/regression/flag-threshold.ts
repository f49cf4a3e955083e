import { normalDeviate } from '../random/normal-deviate';
import { seededRandom, type Random } from '../random/seeded-random';
import { FlagMemory } from './flag-memory';
import { nightScatter } from './night-scatter';
import { SeriesBook } from './series-book';
import { MeanVariances, shiftScore } from './shift-score';

/** Series and nights that are simulated; the first nights fill the references. */
const SERIES = 400;
const NIGHTS = 240;
const LEARNING = 40;
/** Where the tail is read off for rates that the simulation is too short to show. */
const COMMON = 5e-3;
const RARE = 5e-4;

/** How series behave that do not change. */
export interface QuietSeries {
  /** Correlation of nights that follow each other. */
  rho: number;
  /** Standardised values that nights are drawn from: what the fleet's own nights look like, tails and all. Empty: normal. */
  innovations: ArrayLike<number>;
}

const MAX_KNOWN = 5_000;
const known = new Map<string, number>();

/** Simulated nights between two yields. */
const SLICE = 8;

/**
 * The score from which a series is suspicious, so that in a night `flags` of `series` that did not change are. Found by simulating such
 * series through the same book, scatter and score: no theory of overlapping windows, estimated deviations and heavy tails is
 * needed. The score grows by itself with the number of series. Rates rarer than 1 in 2,000 series a night are extrapolated: the logarithm
 * of the rate is taken to be linear in the square of the score, as a normal tail is. Takes a third of a second, and yields in between;
 * results are kept, because nights are judged again and again.
 */
export function* flagThreshold(
  series: number,
  flags: number,
  quiet: QuietSeries,
  seed: string,
): Generator<undefined, number> {
  const key = [seed, series, flags, quiet.rho, fingerprintOf(quiet.innovations)].join(' ');
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  if (known.size >= MAX_KNOWN) known.clear();
  const threshold = yield* findThreshold(flags / series, quiet, seededRandom(seed));
  known.set(key, threshold);
  return threshold;
}

function fingerprintOf(values: ArrayLike<number>): string {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * (i + 1);
    squares += values[i]! ** 2;
  }
  return `${values.length} ${sum} ${squares}`;
}

function* findThreshold(target: number, quiet: QuietSeries, random: Random): Generator<undefined, number> {
  const scores = yield* simulateScores(quiet, random);
  if (target >= RARE) return thresholdAt(scores, target);
  const [common, rare] = [thresholdAt(scores, COMMON), thresholdAt(scores, RARE)];
  const slope = Math.log(COMMON / RARE) / (rare ** 2 - common ** 2);
  return Math.sqrt(rare ** 2 + Math.log(RARE / target) / slope);
}

/** Nights of all series one after the other; the score at `night * SERIES + row`. */
function* simulateScores({ rho, innovations }: QuietSeries, random: Random): Generator<undefined, Float64Array> {
  const draw = (): number =>
    innovations.length > 0 ? innovations[Math.floor(random() * innovations.length)]! : normalDeviate(random);
  const book = new SeriesBook(SERIES);
  const rows = Array.from({ length: SERIES }, (_, row) => row);
  const value = Float64Array.from(rows, draw);
  const scores = new Float64Array(SERIES * (NIGHTS - LEARNING));
  const fresh = Math.sqrt(1 - rho * rho);
  let scatter = nightScatter(book, rows);
  let variances = new MeanVariances(rho);
  const last = new Float64Array(SERIES);
  for (let night = 0; night < NIGHTS; night++) {
    if (night % SLICE === 0) yield;
    if (night >= LEARNING && night % 28 === LEARNING % 28) {
      scatter = nightScatter(book, rows);
      variances = new MeanVariances(scatter.rho);
    }
    for (const row of rows) {
      value[row] = rho * value[row]! + fresh * draw();
      book.add(row, value[row], last[row]! >= HOLD_FROM);
      if (night < LEARNING) continue;
      last[row] = Math.abs(shiftScore(book, row, scatter.sd[row]!, variances).z);
      scores[(night - LEARNING) * SERIES + row] = last[row]!;
    }
  }
  return scores;
}

/** From this score on no night becomes part of the reference. */
export const HOLD_FROM = 3;

/** The least score that is reached anew at most at this rate. */
function thresholdAt(scores: Float64Array, rate: number): number {
  let [low, high] = [1, 10];
  while (high - low > 0.005) {
    const middle = (low + high) / 2;
    if (newFlags(scores, middle) / scores.length > rate) low = middle;
    else high = middle;
  }
  return high;
}

function newFlags(scores: Float64Array, threshold: number): number {
  const memory = new FlagMemory(SERIES);
  let flags = 0;
  for (let i = 0; i < scores.length; i++) {
    const row = i % SERIES;
    if (!memory.isNew(row, scores[i]!, threshold)) continue;
    flags++;
    memory.wentAway(row, scores[i]!);
  }
  return flags;
}
