import type { Point } from './projection';

/** The place of the value at a column and row; undefined: nothing was measured there. */
export type Grid = (column: number, row: number) => Point | undefined;
export type Line = readonly [Point, Point];

/** A side of a patch, and the patch beyond it; null: none, the surface ends here. */
export interface Side {
  line: Line;
  beyond: readonly [columns: number, rows: number] | null;
}

/** The part of a surface that is nearer to one measured point than to the others. */
export interface Patch {
  quarters: readonly (readonly [Point, Point, Point, Point])[];
  /** From the point half way to its measured neighbours. */
  spokes: readonly Line[];
  sides: readonly Side[];
}

const WAYS = [-1, 1] as const;

/**
 * The patch of a measured point: up to four quarters, each half way to two neighbours and to the middle of the four points around. A quarter needs all
 * four points; where one was not measured the surface has a hole.
 */
export function patchOf(grid: Grid, column: number, row: number): Patch {
  const point = grid(column, row)!;
  const halfWay = (columns: number, rows: number): Point | null => {
    const other = grid(column + columns, row + rows);
    return other ? mean([point, other]) : null;
  };
  const middle = (columns: number, rows: number): Point | null => {
    const around = [grid(column + columns, row), grid(column, row + rows), grid(column + columns, row + rows)];
    const known = around.filter((each) => each !== undefined);
    return known.length === around.length ? mean([point, ...known]) : null;
  };
  const quarters = WAYS.flatMap((columns) =>
    WAYS.flatMap((rows) => {
      const corner = middle(columns, rows);
      return corner ? [{ columns, rows, corner, beside: halfWay(columns, 0)!, over: halfWay(0, rows)! }] : [];
    }),
  );
  const has = (columns: number, rows: number): boolean =>
    quarters.some((quarter) => quarter.columns === columns && quarter.rows === rows);
  return {
    quarters: quarters.map(({ corner, beside, over }) => [point, beside, corner, over] as const),
    spokes: [halfWay(-1, 0), halfWay(1, 0), halfWay(0, -1), halfWay(0, 1)].flatMap((end) =>
      end ? [[point, end] as const] : [],
    ),
    sides: quarters.flatMap(({ columns, rows, corner, beside, over }): Side[] => [
      { line: [beside, corner], beyond: [columns, 0] },
      { line: [corner, over], beyond: [0, rows] },
      ...(has(columns, -rows) ? [] : [{ line: [point, beside] as const, beyond: null }]),
      ...(has(-columns, rows) ? [] : [{ line: [point, over] as const, beyond: null }]),
    ]),
  };
}

function mean(points: readonly Point[]): Point {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [x, y, z] of points) {
    sum[0] += x;
    sum[1] += y;
    sum[2] += z;
  }
  return [sum[0] / points.length, sum[1] / points.length, sum[2] / points.length];
}
