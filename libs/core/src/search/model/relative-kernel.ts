import { BOARD_LENGTH, DEVICE_SD, DRIFT_S, WORDS_SD, type FigureKind, type Hyperparameters } from './hyperparameters';
import type { Features } from './physics-features';
import type { SearchSpace } from './search-space';

/** One measured figure. */
export interface Observation {
  /** Row of the space. */
  readonly row: number;
  /** Number of the device: from 0 those of the search, below 0 those of earlier campaigns. */
  readonly device: number;
  readonly timeS: number;
  /** Above 0. */
  readonly value: number;
  /** Variance of its noise over that of others: an outlier counts less. */
  readonly slack: number;
}

/** What a process is over: the cells, the terms of its mean, and what it is of. */
export interface ProcessSpec {
  readonly space: SearchSpace;
  readonly features: Features;
  readonly figure: FigureKind;
  /** Devices that share the search: what is sought is the figure of their mean. */
  readonly deviceCount: number;
  /** There are several devices, of the search or of earlier campaigns. */
  readonly differsByDevice: boolean;
  /** What a cell may have of its own counts for less as long as it was not measured. */
  readonly doubtsUnseenQuirks: boolean;
}

/** Weights of the terms have a normal prior around 0: so many times what would make one term the whole figure. */
const WEIGHT_SD = 2;
/** A term that small explains nothing, as that of the batch size in the smallest batch: a weight for it would be without any bound. */
const NEXT_TO_NOTHING = 1e-9;

/**
 * Scale of the weights' prior for each term: the figure that a term would have to explain alone, in the middle of what was measured where the
 * term is not 0. A term that is 0 in all of it is taken to be 1, the most that it is elsewhere.
 */
export function weightVariances(
  { features: { width, values } }: ProcessSpec,
  observations: readonly Observation[],
): Float64Array {
  const variances = new Float64Array(width);
  for (let term = 0; term < width; term++) {
    const sizeOf = (row: number): number => Math.abs(values[row * width + term]!);
    const within = observations.filter(({ row }) => sizeOf(row) > NEXT_TO_NOTHING);
    const among = within.length > 0 ? within : observations;
    let sum = 0;
    for (const { row, value } of among) sum += Math.log(value / (within.length > 0 ? sizeOf(row) : 1));
    variances[term] = (WEIGHT_SD * Math.exp(sum / among.length)) ** 2;
  }
  return variances;
}

/** Correlation over a distance in lengths: Matern, 5/2. */
export function matern(distance: number): number {
  const scaled = Math.sqrt(5) * distance;
  return (1 + scaled + (scaled * scaled) / 3) * Math.exp(-scaled);
}

/** Distance of two cells on the axes, in parts of their ranges. */
export function distanceOf({ axes: { length }, places }: SearchSpace, a: number, b: number): number {
  let sum = 0;
  for (let axis = 0; axis < length; axis++) sum += (places[a * length + axis]! - places[b * length + axis]!) ** 2;
  return Math.sqrt(sum);
}

/** How much of the misfit two cells of different words share. */
const SHARED_BETWEEN_WORDS = 0.6;

/** Correlation of what physics misses at two cells. */
export function misfitCorrelation(
  { words }: SearchSpace,
  length: number,
  a: number,
  b: number,
  distance: number,
): number {
  return (words[a] === words[b] ? 1 : SHARED_BETWEEN_WORDS) * matern(distance / length);
}

/** What two cells of the same words share. */
export function wordsCovariance({ words, wordCount }: SearchSpace, a: number, b: number): number {
  return wordCount > 1 && words[a] === words[b] ? WORDS_SD ** 2 : 0;
}

/** Relative covariance of two cells' figures beyond the terms: what physics misses, words, and the cell's own quirk. */
export function cellCovariance(
  spec: ProcessSpec,
  hyper: Hyperparameters,
  a: number,
  b: number,
  distance: number,
): number {
  return sharedCovariance(spec, hyper, a, b, misfitCorrelation(spec.space, hyper.length, a, b, distance));
}

/** The same by the correlation of what physics misses at the cells. */
export function sharedCovariance(
  { space }: ProcessSpec,
  { misfit, quirk }: Hyperparameters,
  a: number,
  b: number,
  correlation: number,
): number {
  const shared = misfit ** 2 * correlation + wordsCovariance(space, a, b);
  return a === b ? shared + quirk ** 2 : shared;
}

/** How much of its drift a device has kept from one trial to the other. */
export function driftCorrelation({ figure }: ProcessSpec, a: Observation, b: Observation): number {
  return figure === 'power' && a.device === b.device ? Math.exp(-Math.abs(a.timeS - b.timeS) / DRIFT_S) : 0;
}

/** How alike a board of earlier campaigns differs from those of the search at two cells. */
export function boardCorrelation(a: Observation, b: Observation, distance: number): number {
  return a.device < 0 && a.device === b.device ? matern(distance / BOARD_LENGTH) : 0;
}

/** What two trials on the same device have in common. */
export function deviceCovariance({ differsByDevice }: ProcessSpec, a: Observation, b: Observation): number {
  return differsByDevice && a.device === b.device ? DEVICE_SD ** 2 : 0;
}

/** Of the mean of the search's devices, with itself and with a trial on any of them. */
export function meanDeviceVariance({ differsByDevice, deviceCount }: ProcessSpec): number {
  return differsByDevice ? DEVICE_SD ** 2 / deviceCount : 0;
}

/** How far the weights of a variant are from those of all, in the standard deviations of these. */
const VARIANT_SD = 0.25;
/** Distance of logarithms over which batch sizes become unlike. */
const BATCH_LENGTH = 1.73;

/**
 * Covariance of the weights of the terms in the variants of two cells, over their variance in all: where larger batches leave the CPU idle, its clock
 * costs less. Variants of other words have nothing in common beyond what all have.
 */
export function variantShare(
  { words, variantRows, fractions: { batchSize } }: SearchSpace,
  a: number,
  b: number,
): number {
  if (variantRows.length < 2 || words[a] !== words[b]) return 1;
  const distance = Math.abs(Math.log(batchSize[a]! / batchSize[b]!)) / BATCH_LENGTH;
  return 1 + VARIANT_SD ** 2 * Math.exp(-distance);
}

/** Product of the weighted terms of two cells. */
export function termsCovariance(
  { space, features: { width, values } }: ProcessSpec,
  variances: Float64Array,
  a: number,
  b: number,
): number {
  let sum = 0;
  for (let term = 0; term < width; term++)
    sum += values[a * width + term]! * variances[term]! * values[b * width + term]!;
  return sum * variantShare(space, a, b);
}
