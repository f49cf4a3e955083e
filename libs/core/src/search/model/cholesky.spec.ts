import fc from 'fast-check';
import { boundedCholeskyInPlace, choleskyInPlace, logDiagonal, solveLowerInPlace, solveUpperInPlace } from './cholesky';

/** B transposed(B) + I of any square B is positive definite. */
const matrices = fc
  .integer({ min: 1, max: 8 })
  .chain((size) =>
    fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: size * size, maxLength: size * size }),
  )
  .map((entries) => {
    const size = Math.sqrt(entries.length);
    const at = (i: number, j: number): number => {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < size; k++) sum += entries[i * size + k]! * entries[j * size + k]!;
      return sum;
    };
    return {
      size,
      matrix: Float64Array.from({ length: size * size }, (_, index) => at(Math.floor(index / size), index % size)),
    };
  });

it('solves what the matrix was multiplied by, and has its determinant', () => {
  fc.assert(
    fc.property(matrices, ({ size, matrix }) => {
      const wanted = Float64Array.from({ length: size }, (_, i) => i - 1.5);
      const product = wanted.map((_, i) => wanted.reduce((sum, each, j) => sum + matrix[i * size + j]! * each, 0));
      const lower = matrix.slice();
      choleskyInPlace(lower, size);
      solveLowerInPlace(lower, size, product);
      solveUpperInPlace(lower, size, product);
      product.forEach((each, i) => expect(each).toBeCloseTo(wanted[i]!, 6));
      expect(2 * logDiagonal(lower, size)).toBeCloseTo(Math.log(determinant(matrix, size)), 6);
    }),
  );
});

it('is bounded by the diagonal where rounding has spoilt the matrix, and the same otherwise', () => {
  fc.assert(
    fc.property(matrices, fc.double({ min: 0, max: 0.9, noNaN: true }), ({ size, matrix }, spoilt) => {
      const [plain, bounded] = [matrix.slice(), matrix.slice()];
      choleskyInPlace(plain, size, 1e-12);
      boundedCholeskyInPlace(bounded, size, 1e-12);
      bounded.forEach((each, i) => expect(each).toBeCloseTo(plain[i]!, 8));
      const lower = matrix.map((each, i) => (i % (size + 1) === 0 ? (1 - spoilt) * each : each));
      const diagonal = Array.from({ length: size }, (_, i) => lower[i * (size + 1)]!);
      boundedCholeskyInPlace(lower, size, 1e-12);
      diagonal.forEach((most, row) => {
        const squares = lower.subarray(row * size, row * size + row + 1).reduce((sum, each) => sum + each * each, 0);
        expect(squares).toBeLessThanOrEqual(most * (1 + 1e-9) + 1e-9);
      });
    }),
  );
});

/** By Gaussian elimination. */
function determinant(matrix: Float64Array, size: number): number {
  const rows = Array.from({ length: size }, (_, i) => [...matrix.subarray(i * size, (i + 1) * size)]);
  return rows.reduce((product, row, i) => {
    for (const below of rows.slice(i + 1)) {
      const factor = below[i]! / row[i]!;
      below.forEach((_, j) => (below[j]! -= factor * row[j]!));
    }
    return product * row[i]!;
  }, 1);
}
