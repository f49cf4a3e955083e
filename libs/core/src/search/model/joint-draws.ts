import { normalDeviate, type Random } from '../../random';
import { boundedCholeskyInPlace } from './cholesky';
import type { FittedProcess } from './fit-process';
import { posteriorCovariance, type Prediction } from './predict-process';

/** Where next to nothing is known, draws stay numbers: products of two of them too. */
const MAX_LOG = 50;

/**
 * Joint draws of a figure of some cells: a row per draw. The logarithms of relative deviations are normal. Each second draw is the mirror of the
 * one before (antithetic).
 *
 * @param draws an even number.
 */
export function drawJointly(
  process: FittedProcess,
  rows: ArrayLike<number>,
  prediction: Prediction,
  draws: number,
  random: Random,
): Float64Array {
  const size = rows.length;
  const lower = covarianceOf(process, rows, prediction);
  boundedCholeskyInPlace(lower, size, 1e-12);
  const drawn = new Float64Array(draws * size);
  const deviates = new Float64Array(size);
  for (let draw = 0; draw + 1 < draws; draw += 2) {
    for (let k = 0; k < size; k++) deviates[k] = normalDeviate(random);
    for (let i = 0; i < size; i++) {
      const at = i * size;
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += lower[at + k]! * deviates[k]!;
      const factor = Math.exp(Math.min(Math.max(sum, -MAX_LOG), MAX_LOG));
      drawn[draw * size + i] = prediction.means[i]! * factor;
      drawn[(draw + 1) * size + i] = prediction.means[i]! / factor;
    }
  }
  return drawn;
}

function covarianceOf(process: FittedProcess, rows: ArrayLike<number>, prediction: Prediction): Float64Array {
  const size = rows.length;
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < a; b++) matrix[a * size + b] = posteriorCovariance(process, prediction, rows, a, b);
    matrix[a * size + a] = prediction.variances[a]!;
  }
  return matrix;
}
