import type { ComparisonRow } from '@joulefleet/core';

/** The rows that a report shows, and how many rows and cells it leaves out. */
export interface LimitedRows<Cell> {
  rows: ComparisonRow<Cell>[];
  leftOut: { rows: number; cells: number };
}

/** The first rows, and of these the first cells, in their order; `cells` bounds the cells of all rows together. Pure. */
export function limitRows<Cell>(
  all: readonly ComparisonRow<Cell>[],
  most: { rows: number; cells: number },
): LimitedRows<Cell> {
  let room = most.cells;
  const rows = all.slice(0, most.rows).map((row) => {
    const cells = row.cells.slice(0, room);
    room -= cells.length;
    return { ...row, cells };
  });
  const cells = all.reduce((sum, row) => sum + row.cells.length, 0) - (most.cells - room);
  return { rows, leftOut: { rows: all.length - rows.length, cells } };
}
