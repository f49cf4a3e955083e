/** Coefficients with their covariance. */
export interface Fit {
  readonly coefficients: readonly number[];
  /** Of the coefficients. */
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of one observation about the fit. */
  readonly sd: number;
  readonly degreesOfFreedom: number;
}

/** One observation: a value of 1 in its own unit, so that residuals are relative. */
export interface Observation {
  readonly weight: number;
  readonly regressors: readonly number[];
}

export interface Prior {
  /** Mean of each coefficient, and the precision that they are believed with, in observations. */
  readonly means: readonly number[];
  readonly precision: number;
  /** Standard deviation that is expected of one observation, and what that is worth. */
  readonly sd: number;
  readonly degreesOfFreedom: number;
}

/** Weighted ridge regression to the value 1. Its uncertainty grows where nothing was observed. Yields often. */
export function* fitRelative(observations: readonly Observation[], prior: Prior): Generator<void, Fit> {
  const size = prior.means.length;
  const { gram, moments } = yield* sumsOf(observations, size);
  for (let i = 0; i < size; i++) {
    gram[i]![i]! += prior.precision;
    moments[i]! += prior.precision * prior.means[i]!;
  }
  const inverse = invert(gram);
  const coefficients = inverse.map((row) => dot(row, moments));
  let squares = 0;
  for (const { weight, regressors } of observations) {
    squares += weight * (1 - dot(regressors, coefficients)) ** 2;
    yield;
  }
  const own = Math.max(0, observations.length - size);
  const degreesOfFreedom = own + prior.degreesOfFreedom;
  const variance = (squares + prior.degreesOfFreedom * prior.sd ** 2) / degreesOfFreedom;
  const covariance = inverse.map((row) => row.map((element) => element * variance));
  return { coefficients, covariance, sd: Math.sqrt(variance), degreesOfFreedom };
}

/** Variance of a combination of the coefficients. */
export function varianceOf(direction: readonly number[], { covariance }: Fit): number {
  return Math.max(
    0,
    dot(
      direction,
      covariance.map((row) => dot(row, direction)),
    ),
  );
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function* sumsOf(
  observations: readonly Observation[],
  size: number,
): Generator<void, { gram: number[][]; moments: number[] }> {
  const gram = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const moments = new Array<number>(size).fill(0);
  for (const { weight, regressors } of observations) {
    for (let i = 0; i < size; i++) {
      moments[i]! += weight * regressors[i]!;
      for (let j = 0; j < size; j++) gram[i]![j]! += weight * regressors[i]! * regressors[j]!;
    }
    yield;
  }
  return { gram, moments };
}

/** Of a positive definite matrix, by Gauss and Jordan: with the prior's precision no pivot is zero. */
export function invert(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot++) {
    const scaled = rows[pivot]!.map((element) => element / rows[pivot]![pivot]!);
    rows[pivot] = scaled;
    for (let i = 0; i < size; i++) {
      const factor = rows[i]![pivot]!;
      if (i !== pivot) rows[i] = rows[i]!.map((element, j) => element - factor * scaled[j]!);
    }
  }
  return rows.map((row) => row.slice(size));
}
