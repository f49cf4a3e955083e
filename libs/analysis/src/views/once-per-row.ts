import type { ComparisonRow } from '@joulefleet/core';

/** What is computed of a row, kept as long as the row is in memory: a row is never changed. */
export function oncePerRow<T>(compute: (row: ComparisonRow) => T): (row: ComparisonRow) => T {
  const known = new WeakMap<ComparisonRow, { of: T }>();
  return (row) => {
    const found = known.get(row) ?? { of: compute(row) };
    known.set(row, found);
    return found.of;
  };
}
