import { choleskyInPlace, logDiagonal, solveLowerInPlace, solveUpperInPlace } from './cholesky';
import type { Hyperparameters } from './hyperparameters';
import { scaleAt, type Scaling } from './scaling';
import {
  cellCovariance,
  distanceOf,
  termsCovariance,
  trialCovariance,
  weightVariances,
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
  /** Posterior means of the terms' weights. */
  readonly terms: Float64Array;
}

/** Parts of the covariance that no hyperparameter changes: made once, used at every try. */
export interface Prepared {
  readonly spec: ProcessSpec;
  readonly observations: readonly Observation[];
  readonly scaling: Scaling;
  readonly scales: Float64Array;
  readonly variances: Float64Array;
  readonly terms: Float64Array;
  readonly distances: Float64Array;
}

export function prepareProcess(spec: ProcessSpec, observations: readonly Observation[], scaling: Scaling): Prepared {
  const scales = Float64Array.from(observations, ({ row }) => scaleAt(scaling, row));
  const size = observations.length;
  const variances = weightVariances(spec, observations);
  const terms = new Float64Array(size * size);
  const distances = new Float64Array(size * size);
  observations.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const b = observations[j]!;
      terms[i * size + j] = termsCovariance(spec, variances, a.row, b.row) / (scales[i]! * scales[j]!);
      distances[i * size + j] = distanceOf(spec.space, a.row, b.row);
    }
  });
  return { spec, observations, scaling, scales, variances, terms, distances };
}

/** Covariance of the observations: rows of their number, the lower triangle. */
function covarianceOf({ spec, observations, terms, distances }: Prepared, hyper: Hyperparameters): Float64Array {
  const size = observations.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const a = observations[i]!;
    for (let j = 0; j <= i; j++) {
      const b = observations[j]!;
      const at = i * size + j;
      matrix[at] =
        terms[at]! + cellCovariance(spec, hyper, a.row, b.row, distances[at]!) + trialCovariance(spec, hyper, a, b);
    }
    matrix[i * size + i]! += hyper.noise ** 2 * a.slack;
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
  const { width, values } = spec.features;
  const terms = variances.map((variance, term) => {
    let sum = 0;
    observations.forEach(({ row }, i) => (sum += (values[row * width + term]! / scales[i]!) * weights[i]!));
    return variance * sum;
  });
  return { spec, hyper, observations, scaling, scales, variances, lower, weights, terms };
}

function scaled({ observations, scales }: Prepared): Float64Array {
  return Float64Array.from(observations, ({ value }, i) => value / scales[i]!);
}

/** The terms of a cell, weighted. */
export function linearMean({ features: { width, values } }: ProcessSpec, terms: Float64Array, row: number): number {
  let sum = 0;
  for (let term = 0; term < width; term++) sum += values[row * width + term]! * terms[term]!;
  return sum;
}
