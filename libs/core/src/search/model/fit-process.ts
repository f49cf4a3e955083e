import { choleskyInPlace, logDiagonal, solveLowerInPlace, solveUpperInPlace } from './cholesky';
import type { Hyperparameters } from './hyperparameters';
import { scaleAt, type Scaling } from './scaling';
import {
  boardCorrelation,
  deviceCovariance,
  distanceOf,
  driftCorrelation,
  misfitCorrelation,
  termsCovariance,
  variantShare,
  weightVariances,
  wordsCovariance,
  type Observation,
  type ProcessSpec,
} from './relative-kernel';

/**
 * A Gaussian process over a positive figure of cells: y = terms x weights + s r, where s is about y, and r is small and has the covariance of
 * the relative kernel. Every observation is divided by s, so that all have the same relative noise (weighted least squares).
 */
export interface FittedProcess {
  readonly spec: ProcessSpec;
  readonly hyper: Hyperparameters;
  readonly observations: readonly Observation[];
  /** What every cell's figure is about, and what each observation is divided by. */
  readonly scaling: Scaling;
  readonly scales: Float64Array;
  readonly variances: Float64Array;
  /** Cholesky factor of the observations' covariance, and its inverse times the observations. */
  readonly lower: Float64Array;
  readonly weights: Float64Array;
  /** Posterior means of the terms' weights: a row for each variant. */
  readonly terms: Float64Array;
}

/** Parts of the observations' covariance that are made once and used at every try. Matrices have rows of the observations' number. */
export interface Prepared {
  readonly spec: ProcessSpec;
  readonly observations: readonly Observation[];
  readonly scaling: Scaling;
  readonly scales: Float64Array;
  readonly variances: Float64Array;
  /** What no hyperparameter changes: terms, words and device. */
  readonly fixed: Float64Array;
  readonly drifts: Float64Array;
  readonly boards: Float64Array;
  readonly distances: Float64Array;
  /** Correlation of the misfit, by its length. */
  readonly misfits: Map<number, Float64Array>;
}

export function prepareProcess(spec: ProcessSpec, observations: readonly Observation[], scaling: Scaling): Prepared {
  const scales = Float64Array.from(observations, ({ row }) => scaleAt(scaling, row));
  const variances = weightVariances(spec, observations);
  const fixed = triangleOf(observations, (a, b, i, j) => {
    const terms = termsCovariance(spec, variances, a.row, b.row) / (scales[i]! * scales[j]!);
    return terms + wordsCovariance(spec.space, a.row, b.row) + deviceCovariance(spec, a, b);
  });
  const drifts = triangleOf(observations, (a, b) => driftCorrelation(spec, a, b));
  const distances = triangleOf(observations, (a, b) => distanceOf(spec.space, a.row, b.row));
  const boards = triangleOf(observations, (a, b, i, j) =>
    boardCorrelation(a, b, distances[i * observations.length + j]!),
  );
  return { spec, observations, scaling, scales, variances, fixed, drifts, boards, distances, misfits: new Map() };
}

/** Lower triangle of a symmetric matrix over all pairs of observations. */
function triangleOf(
  observations: readonly Observation[],
  of: (a: Observation, b: Observation, i: number, j: number) => number,
): Float64Array {
  const size = observations.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = of(observations[i]!, observations[j]!, i, j);
  }
  return matrix;
}

function misfitsOf({ spec: { space }, observations, distances, misfits }: Prepared, length: number): Float64Array {
  const size = observations.length;
  const made = misfits.get(length);
  const correlations =
    made ??
    triangleOf(observations, (a, b, i, j) => misfitCorrelation(space, length, a.row, b.row, distances[i * size + j]!));
  if (!made) misfits.set(length, correlations);
  return correlations;
}

/** Covariance of the observations: the lower triangle. */
function covarianceOf(prepared: Prepared, hyper: Hyperparameters): Float64Array {
  const { observations, fixed, drifts, boards } = prepared;
  const misfits = misfitsOf(prepared, hyper.length);
  const size = observations.length;
  const misfit = hyper.misfit ** 2;
  const drift = hyper.drift ** 2;
  const quirk = hyper.quirk ** 2;
  const board = hyper.board ** 2;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const { row } = observations[i]!;
    for (let j = 0, at = i * size; j <= i; j++, at++) {
      matrix[at] = fixed[at]! + misfit * misfits[at]! + drift * drifts[at]! + board * boards[at]!;
      if (observations[j]!.row === row) matrix[at]! += quirk;
    }
    matrix[i * size + i]! += hyper.noise ** 2 * observations[i]!.slack;
  }
  return matrix;
}

/** Logarithm of the likelihood of all observations, without its constant. */
export function logLikelihood(prepared: Prepared, hyper: Hyperparameters): number {
  const size = prepared.observations.length;
  const lower = covarianceOf(prepared, hyper);
  choleskyInPlace(lower, size);
  const whitened = scaled(prepared);
  solveLowerInPlace(lower, size, whitened);
  return -logDiagonal(lower, size) - whitened.reduce((sum, value) => sum + value * value, 0) / 2;
}

export function fitProcess(prepared: Prepared, hyper: Hyperparameters): FittedProcess {
  const { spec, observations, scaling, scales, variances } = prepared;
  const size = observations.length;
  const lower = covarianceOf(prepared, hyper);
  choleskyInPlace(lower, size);
  const weights = scaled(prepared);
  solveLowerInPlace(lower, size, weights);
  solveUpperInPlace(lower, size, weights);
  const terms = weightsOfTerms(prepared, weights);
  return { spec, hyper, observations, scaling, scales, variances, lower, weights, terms };
}

function weightsOfTerms({ spec, observations, scales, variances }: Prepared, weights: Float64Array): Float64Array {
  const { space, features } = spec;
  const { width, values } = features;
  const terms = new Float64Array(space.variantRows.length * width);
  observations.forEach(({ row }, i) => {
    const weight = weights[i]! / scales[i]!;
    space.variantRows.forEach((ofVariant, variant) => {
      const share = weight * variantShare(space, ofVariant, row);
      for (let term = 0; term < width; term++)
        terms[variant * width + term]! += share * variances[term]! * values[row * width + term]!;
    });
  });
  return terms;
}

function scaled({ observations, scales }: Prepared): Float64Array {
  return Float64Array.from(observations, ({ value }, i) => value / scales[i]!);
}

/** The terms of a cell, weighted. */
export function linearMean(
  { space, features: { width, values } }: ProcessSpec,
  terms: Float64Array,
  row: number,
): number {
  const from = space.variants[row]! * width;
  let sum = 0;
  for (let term = 0; term < width; term++) sum += values[row * width + term]! * terms[from + term]!;
  return sum;
}
