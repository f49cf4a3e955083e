import { patchOf, type Grid } from './patches';

/** Heights by row, the lowest first; null: not measured. */
function gridOf(heights: readonly (readonly (number | null)[])[]): Grid {
  return (column, row) => {
    const height = heights[row]?.[column];
    return height === undefined || height === null ? undefined : [column, row, height];
  };
}

const WHOLE = gridOf([
  [0, 0, 0],
  [0, 4, 0],
  [0, 0, 0],
]);

it('has four quarters in the middle, two at an edge, and one in a corner', () => {
  const quarters = (column: number, row: number) => patchOf(WHOLE, column, row).quarters.length;
  expect([quarters(1, 1), quarters(1, 0), quarters(0, 0)]).toEqual([4, 2, 1]);
});

it('reaches half way to its neighbours and to the middle of four points', () => {
  expect(patchOf(WHOLE, 1, 1).quarters[3]).toEqual([
    [1, 1, 4],
    [1.5, 1, 2],
    [1.5, 1.5, 1],
    [1, 1.5, 2],
  ]);
  expect(patchOf(WHOLE, 1, 1).spokes).toHaveLength(4);
});

it('has sides to its neighbours, and of its own where the surface ends', () => {
  const sidesOf = (column: number, row: number) => patchOf(WHOLE, column, row).sides.map(({ beyond }) => beyond);
  expect(sidesOf(1, 1).filter((beyond) => beyond === null)).toEqual([]);
  expect(sidesOf(1, 1)).toHaveLength(8);
  expect(sidesOf(0, 0)).toEqual([[1, 0], [0, 1], null, null]);
});

it('has a hole where a point is missing, and no face in a row of points', () => {
  const holed = gridOf([
    [0, 0, 0],
    [0, 0, null],
    [0, 0, 0],
  ]);
  expect(patchOf(holed, 1, 1).quarters).toHaveLength(2);
  expect(patchOf(holed, 2, 0).quarters).toEqual([]);
  const row = patchOf(gridOf([[1, 2, 3]]), 1, 0);
  expect([row.quarters.length, row.spokes.length, row.sides.length]).toEqual([0, 2, 0]);
});
