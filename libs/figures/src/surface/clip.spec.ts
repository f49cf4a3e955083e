import { clipLine, clipPolygon } from './clip';
import type { Point } from './projection';

const SLOPE: Point[] = [
  [0, 0, 0],
  [1, 0, 1],
  [0, 1, 0],
];

it('parts a polygon at a height, without a gap and without an overlap', () => {
  expect(clipPolygon(SLOPE, 0.5, 'above')).toEqual([
    [0.5, 0, 0.5],
    [1, 0, 1],
    [0.5, 0.5, 0.5],
  ]);
  expect(clipPolygon(SLOPE, 0.5, 'below')).toEqual([
    [0, 0, 0],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0.5],
    [0, 1, 0],
  ]);
});

it.each([
  [-1, 3, 0],
  [0, 3, 0],
  [2, 0, 3],
  [-Infinity, 3, 0],
])('leaves what is on one side of %d as it is', (height, above, below) => {
  expect(clipPolygon(SLOPE, height, 'above')).toHaveLength(above);
  expect(clipPolygon(SLOPE, height, 'below')).toHaveLength(below);
});

it('parts a line at a height', () => {
  const line = [SLOPE[0]!, SLOPE[1]!] as const;
  expect(clipLine(line, 0.25, 'below')).toEqual([
    [0, 0, 0],
    [0.25, 0, 0.25],
  ]);
  expect(clipLine(line, 0.25, 'above')).toEqual([
    [0.25, 0, 0.25],
    [1, 0, 1],
  ]);
  expect([clipLine(line, 2, 'above'), clipLine(line, 2, 'below')]).toEqual([null, line]);
});
