/**
 * Lower Cholesky factor of a symmetric positive definite matrix, in place: rows of `size` values, of which the upper triangle is neither read
 * nor written. A pivot that rounding has made too small is raised to `floor`.
 */
export function choleskyInPlace(matrix: Float64Array, size: number, floor = 1e-14): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    for (let column = 0; column < row; column++) {
      const other = column * size;
      let sum = matrix[at + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[at + k]! * matrix[other + k]!;
      matrix[at + column] = sum / matrix[other + column]!;
    }
    let pivot = matrix[at + row]!;
    for (let k = 0; k < row; k++) pivot -= matrix[at + k]! ** 2;
    matrix[at + row] = Math.sqrt(Math.max(pivot, floor));
  }
}

/**
 * The same for a covariance that rounding has spoilt, so that it may not be positive definite: no row of the factor is longer than the diagonal
 * allows. What is drawn with it varies as much as it should at most, where a small pivot would multiply rounding errors without end.
 */
export function boundedCholeskyInPlace(matrix: Float64Array, size: number, floor: number): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    let left = matrix[at + row]!;
    for (let column = 0; column < row; column++) {
      const other = column * size;
      let sum = matrix[at + column]!;
      for (let k = 0; k < column; k++) sum -= matrix[at + k]! * matrix[other + k]!;
      const most = Math.sqrt(Math.max(left, 0));
      matrix[at + column] = Math.min(Math.max(sum / matrix[other + column]!, -most), most);
      left -= matrix[at + column]! ** 2;
    }
    matrix[at + row] = Math.sqrt(Math.max(left, floor));
  }
}

/** Solves L x = b in place; `offset` is where b begins. */
export function solveLowerInPlace(lower: Float64Array, size: number, vector: Float64Array, offset = 0): void {
  for (let row = 0; row < size; row++) {
    const at = row * size;
    let sum = vector[offset + row]!;
    for (let k = 0; k < row; k++) sum -= lower[at + k]! * vector[offset + k]!;
    vector[offset + row] = sum / lower[at + row]!;
  }
}

/** Solves transposed(L) x = b in place. */
export function solveUpperInPlace(lower: Float64Array, size: number, vector: Float64Array): void {
  for (let row = size - 1; row >= 0; row--) {
    const value = vector[row]! / lower[row * size + row]!;
    vector[row] = value;
    const at = row * size;
    for (let k = 0; k < row; k++) vector[k]! -= lower[at + k]! * value;
  }
}

/** Sum of the logarithms of the diagonal: half of the logarithm of the determinant. */
export function logDiagonal(lower: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row++) sum += Math.log(lower[row * size + row]!);
  return sum;
}
