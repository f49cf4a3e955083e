import { buildStrategy } from './build-strategy';
import type { RepeatUntilParameters, SearchCell, SearchDevice } from './strategy';

const parameters: RepeatUntilParameters = { repetitions: 3, order: 'randomised-blocks', seed: 1, until: 0.02, max: 8 };
const strategyWith = (over: Partial<RepeatUntilParameters> = {}) =>
  buildStrategy({ name: 'repeat-until', parameters: { ...parameters, ...over } });

const cell = (index: number, sdLogEnergy: number | null, trials = 3, proposed = trials): SearchCell => ({
  cell: index,
  proposed,
  trials,
  energyMj: trials > 0 ? 1 : null,
  sdLogEnergy,
});
const device = (cells: SearchCell[], over: Partial<SearchDevice> = {}): SearchDevice => ({
  deviceId: 'd',
  name: 'nano-1',
  cellCount: cells.length,
  proposed: cells.reduce((sum, { proposed }) => sum + proposed, 0),
  open: 0,
  sentinel: null,
  cells,
  ...over,
});
const roundsOf = (cells: SearchCell[], over: Partial<RepeatUntilParameters> = {}) => {
  const proposal = strategyWith(over).propose({ devices: [device(cells)] });
  if (proposal.kind !== 'trials') return proposal.kind;
  return proposal.trials.map(({ cells: members, repetitions }) =>
    [...members].map((member, at): [number, number] => [member, repetitions[at]!]).sort(([a], [b]) => a - b),
  );
};
const cellsOf = (sd: number, count = 20, trials = 3) => Array.from({ length: count }, (_, i) => cell(i, sd, trials));

it('stops where all intervals are within the half-width', () => {
  expect(roundsOf(cellsOf(0.01))).toBe('stop');
});

it('repeats by rounds of all cells that need more, no more than there are already', () => {
  // 2.02 x 3 % / sqrt(n) <= 2 % from n = 10 on.
  const rounds = roundsOf(cellsOf(0.03));
  expect(rounds).toHaveLength(3);
  expect(rounds).toEqual([4, 5, 6].map((repetition) => Array.from({ length: 20 }, (_, i) => [i, repetition])));
});

it('goes on to the most trials, and not beyond', () => {
  expect(roundsOf(cellsOf(0.1, 20, 6))).toHaveLength(2);
  expect(roundsOf(cellsOf(0.1, 20, 8))).toBe('stop');
});

it('takes the variance of all cells of a device: one that scatters by chance is not stopped, nor driven on, alone', () => {
  const cells = cellsOf(0.01).map((each) => (each.cell === 7 ? cell(7, 0.0001) : each));
  expect(roundsOf(cells)).toBe('stop');
  const scattered = cellsOf(0.03, 9).map((each) => (each.cell === 3 ? cell(3, 0.0001) : each));
  expect(roundsOf(scattered)).toEqual(expect.arrayContaining([expect.arrayContaining([[3, 4]])]));
});

it('leaves a cell alone that has no accepted trial', () => {
  const rounds = roundsOf([...cellsOf(0.03), cell(20, null, 0, 3)]);
  expect(rounds).toHaveLength(3);
  expect((rounds as [number, number][][]).flat().some(([member]) => member === 20)).toBe(false);
});

it('reads cells only of devices on which nothing is open, and waits for the others', () => {
  const busy = device(cellsOf(0.03), { open: 1, cells: null });
  expect(strategyWith().propose({ devices: [busy] })).toEqual({ kind: 'wait' });
  expect(strategyWith().propose({ devices: [busy, device(cellsOf(0.01), { deviceId: 'e', cells: null })] })).toEqual({
    kind: 'read-cells',
  });
});
