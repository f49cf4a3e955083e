import { medianOf } from '../statistics/median';

/** A place where the level of a series changes. */
export interface ChangePoint {
  /** First value of the new level. */
  index: number;
  before: number;
  after: number;
}

/** Shorter levels are spikes. */
const MIN_LENGTH = 6;
/** Of a change, in long-run variances times log(n). */
const PENALTY = 4;
/** Of a normal distribution over its median absolute deviation. */
const MAD_FACTOR = 1.4826;
/** Neighbours that a value may not be further from than three deviations: a spike of five values does not survive. */
const NEIGHBOURS = 11;
const SPIKE_AT = 3;
/** Values of the blocks whose means say how slowly the noise varies. */
const BLOCK = 10;

/**
 * Change points of a whole series, after the fact: the partition into levels with the least sum of squares plus a penalty for
 * each level (B. Jackson et al., IEEE Signal Processing Letters 12, 2005), which is found exactly. Two things differ from the textbook:
 * spikes are cut to their neighbours' median first, and the penalty counts in long-run variances, so that a series that wanders by itself
 * is not cut into its wanderings.
 *
 * @param values finite.
 * @param minMagnitude relative change of level below which a change point is not relevant.
 */
export function findChangePoints(values: readonly number[], minMagnitude = 0): ChangePoint[] {
  if (values.length < 2 * MIN_LENGTH) return [];
  const shortRun = deviationOf(differences(values, 1)) / Math.SQRT2;
  const calm = cutSpikes(values, shortRun);
  const variance = Math.max(shortRun ** 2, longRunVariance(calm));
  if (!(variance > 0)) return [];
  const penalty = PENALTY * variance * Math.log(values.length);
  return relevantOnly(calm, partition(calm, penalty), minMagnitude);
}

function differences(values: readonly number[], lag: number): number[] {
  return values.slice(lag).map((value, i) => value - values[i]!);
}

/** By the median of the absolute values: a few large ones do not count. */
function deviationOf(values: readonly number[]): number {
  return MAD_FACTOR * (medianOf(values.map(Math.abs)) ?? 0);
}

function cutSpikes(values: readonly number[], deviation: number): number[] {
  const half = (NEIGHBOURS - 1) / 2;
  return values.map((value, i) => {
    const middle = medianOf(values.slice(Math.max(0, i - half), i + half + 1))!;
    const reach = SPIKE_AT * deviation;
    return Math.max(middle - reach, Math.min(middle + reach, value));
  });
}

/** From the differences of means of neighbouring blocks: var(difference) = 2 s^2 / length, were the values independent. */
function longRunVariance(values: readonly number[]): number {
  const means: number[] = [];
  for (let from = 0; from + BLOCK <= values.length; from += BLOCK) {
    means.push(values.slice(from, from + BLOCK).reduce((sum, each) => sum + each, 0) / BLOCK);
  }
  return (BLOCK * deviationOf(differences(means, 1)) ** 2) / 2;
}

/** First indices of the levels after the first one. */
function partition(values: readonly number[], penalty: number): number[] {
  const count = values.length;
  const [sums, squares] = [new Float64Array(count + 1), new Float64Array(count + 1)];
  const origin = values[0]!;
  values.forEach((value, i) => {
    sums[i + 1] = sums[i]! + value - origin;
    squares[i + 1] = squares[i]! + (value - origin) ** 2;
  });
  const best = new Float64Array(count + 1).fill(Infinity);
  const start = new Int32Array(count + 1);
  best[0] = -penalty;
  for (let end = MIN_LENGTH; end <= count; end++) {
    for (let from = 0; from <= end - MIN_LENGTH; from++) {
      const sum = sums[end]! - sums[from]!;
      const cost = best[from]! + penalty + squares[end]! - squares[from]! - (sum * sum) / (end - from);
      if (cost < best[end]!) [best[end], start[end]] = [cost, from];
    }
  }
  const found: number[] = [];
  for (let from = start[count]!; from > 0; from = start[from]!) found.unshift(from);
  return found;
}

/** Drops the least change until all that are left are relevant; its neighbours' levels change with it. */
function relevantOnly(values: readonly number[], found: readonly number[], minMagnitude: number): ChangePoint[] {
  const points = describe(values, found);
  if (points.length === 0) return [];
  const magnitude = ({ before, after }: ChangePoint): number => Math.abs(after - before) / Math.abs(before || 1);
  const least = points.reduce((a, b) => (magnitude(b) < magnitude(a) ? b : a));
  if (magnitude(least) >= minMagnitude) return points;
  return relevantOnly(
    values,
    found.filter((index) => index !== least.index),
    minMagnitude,
  );
}

function describe(values: readonly number[], found: readonly number[]): ChangePoint[] {
  const bounds = [0, ...found, values.length];
  const levels = bounds.slice(1).map((end, i) => {
    const level = values.slice(bounds[i], end);
    return level.reduce((sum, each) => sum + each, 0) / level.length;
  });
  return found.map((index, i) => ({ index, before: levels[i]!, after: levels[i + 1]! }));
}
