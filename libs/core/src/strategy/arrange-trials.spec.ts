import { arrangeTrials } from './arrange-trials';

const block = (cells: number[], repetitions = cells.map(() => 1)) => ({
  ...{ deviceId: 'd', cells: Int32Array.from(cells) },
  repetitions: Int32Array.from(repetitions),
});

it('puts the lowest ranks of a block first, keeps the order of equal ones, and leaves sentinels in their places', () => {
  const ranks = new Map([
    [4, 0],
    [2, 1],
  ]);
  const given = [block([9, 1, 2, 3, 9, 4, 9], [0, 1, 1, 1, 0, 1, 0]), block([4, 3, 2], [2, 2, 2])];
  const arranged = [...arrangeTrials(given, (cell, deviceId) => (deviceId === 'd' ? (ranks.get(cell) ?? 2) : 0))];
  expect(arranged.map(({ cells }) => [...cells])).toEqual([
    [9, 4, 2, 1, 9, 3, 9],
    [4, 2, 3],
  ]);
  expect([...arranged[0]!.repetitions]).toEqual([0, 1, 1, 1, 0, 1, 0]);
  expect([...given[0]!.cells]).toEqual([9, 1, 2, 3, 9, 4, 9]);
});
