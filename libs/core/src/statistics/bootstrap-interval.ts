import type { Random } from '../random/seeded-random';
import type { Interval } from './interval';
import { normalProbability } from './normal-probability';
import { normalQuantile } from './normal-quantile';
import { sampleMoments } from './sample-moments';

const RESAMPLES = 2_000;
/** Resamples between two pauses. */
const SLICE = 200;

/**
 * 95 % bootstrap interval of a geometric mean: means of resampled logarithms, their percentiles corrected for bias and
 * acceleration (BCa: B. Efron, J. Amer. Statist. Assoc. 82, 1987, sections 3 and 6; acceleration from the jackknife). It needs no normal
 * distribution, but of few values it is too narrow: about 90 % with ten. Yields often.
 *
 * @returns null with fewer than two values, or where all are equal.
 */
export function* bootstrapInterval(
  figures: readonly number[],
  random: Random,
  resamples = RESAMPLES,
): Generator<void, Interval | null> {
  if (figures.length < 2) return null;
  const logs = figures.map(Math.log);
  const { mean, deviation } = sampleMoments(logs);
  if (deviation === 0) return null;
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    means[i] = meanOfResample(logs, random);
    if (i % SLICE === SLICE - 1) yield;
  }
  means.sort();
  const [low, high] = [0.025, 0.975].map((share) =>
    quantileAt(means, correctedShare(share, biasOf(means, mean), logs)),
  );
  return { estimate: Math.exp(mean), low: Math.exp(low!), high: Math.exp(high!) };
}

function meanOfResample(values: readonly number[], random: Random): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)]!;
  return sum / values.length;
}

/** z of the share of resamples below the mean; equal ones count half. */
function biasOf(sorted: Float64Array, mean: number): number {
  let below = 0;
  for (const each of sorted) below += each < mean ? 1 : each === mean ? 0.5 : 0;
  const share = below / sorted.length;
  return normalQuantile(Math.min(Math.max(share, 0.5 / sorted.length), 1 - 0.5 / sorted.length));
}

/** The percentile to take in place of `share`: Efron 1987, equation 2.3. */
function correctedShare(share: number, bias: number, logs: readonly number[]): number {
  const z = bias + normalQuantile(share);
  return normalProbability(bias + z / (1 - accelerationOf(logs) * z));
}

/** Of a mean: a sixth of its skewness over the root of n (Efron 1987, section 6). */
function accelerationOf(values: readonly number[]): number {
  const { mean } = sampleMoments(values);
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const cubes = values.reduce((sum, v) => sum + (v - mean) ** 3, 0);
  return cubes / (6 * squares ** 1.5);
}

function quantileAt(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
