import { distanceOf, misfitCorrelation } from './relative-kernel';
import type { SearchSpace } from './search-space';

/** Bytes that are kept for a space: what is beyond is worked out again. */
const MAX_BYTES = 8 * 2 ** 20;

const known = new WeakMap<SearchSpace, Map<number, Map<number, Float64Array>>>();

/**
 * Correlation of what physics misses at each of some rows with that of every row of the space. Decisions of a search ask for those of the same
 * rows again and again: they are kept.
 */
export function misfitsOfRows(space: SearchSpace, length: number, rows: readonly number[]): Float64Array[] {
  const ofLength = rowsOfLength(space, length);
  return rows.map((row) => {
    const correlations = ofLength.get(row) ?? misfitsOfRow(space, length, row);
    ofLength.set(row, correlations);
    return correlations;
  });
}

function rowsOfLength(space: SearchSpace, length: number): Map<number, Float64Array> {
  const ofSpace = known.get(space) ?? new Map<number, Map<number, Float64Array>>();
  known.set(space, ofSpace);
  const vectors = [...ofSpace.values()].reduce((sum, { size }) => sum + size, 0);
  if (vectors * space.count * Float64Array.BYTES_PER_ELEMENT > MAX_BYTES) ofSpace.clear();
  const ofLength = ofSpace.get(length) ?? new Map<number, Float64Array>();
  ofSpace.set(length, ofLength);
  return ofLength;
}

function misfitsOfRow(space: SearchSpace, length: number, row: number): Float64Array {
  return Float64Array.from({ length: space.count }, (_, other) =>
    misfitCorrelation(space, length, other, row, distanceOf(space, other, row)),
  );
}
