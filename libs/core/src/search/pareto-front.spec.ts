import { frontIndices, hypervolume } from './pareto-front';

it('keeps what no other beats in both coordinates, by rising first coordinate', () => {
  expect(frontIndices([3, 1, 2, 2, 4], [1, 5, 3, 2, 1])).toEqual([1, 3, 0]);
});

it('is the area up to the corner', () => {
  const [x, y] = [
    [1, 2],
    [2, 1],
  ];
  expect(hypervolume(x, y, [0, 1], { x: 3, y: 3 })).toBe(3);
  expect(hypervolume(x, y, [1], { x: 3, y: 3 })).toBe(2);
});
