import { buildStrategy } from './build-strategy';
import type { SearchCell, SearchDevice, TopUpParameters } from './strategy';

const parameters: TopUpParameters = { repetitions: 2, order: 'randomised-blocks', seed: 1, share: 0.5, trials: 3 };
const topUp = buildStrategy({ name: 'top-up', parameters });

const cell = (index: number, sdLogEnergy: number | null, trials = 2): SearchCell => ({
  cell: index,
  proposed: 2,
  trials,
  energyMj: 1,
  sdLogEnergy,
});
const measured = [cell(0, 0.1), cell(1, 0.4), cell(2, 0.2), cell(3, null, 1), cell(4, null, 0), cell(5, 0.01)];

function device(over: Partial<SearchDevice> = {}): SearchDevice {
  return {
    deviceId: 'd',
    name: 'nano-1',
    cellCount: 6,
    proposed: 12,
    open: 0,
    sentinel: null,
    cells: measured,
    ...over,
  };
}

it('measures the cells with the widest intervals more often, after what was there', () => {
  const proposal = topUp.propose({ devices: [device()] });
  if (proposal.kind !== 'trials') throw new Error(proposal.kind);
  expect(proposal.trials.map(({ cells }) => [...cells].sort())).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3],
  ]);
  expect(proposal.trials.map(({ repetitions }) => [...repetitions])).toEqual([
    [3, 3, 3],
    [4, 4, 4],
    [5, 5, 5],
  ]);
});

it('decides device by device: another that is still measured does not matter', () => {
  const busy = device({ deviceId: 'e', open: 1, cells: null });
  expect(topUp.propose({ devices: [busy] })).toEqual({ kind: 'wait' });
  expect(topUp.propose({ devices: [device({ cells: null }), busy] })).toEqual({ kind: 'read-cells' });
  const proposal = topUp.propose({ devices: [device(), busy] });
  expect(proposal.kind === 'trials' && proposal.trials.every(({ deviceId }) => deviceId === 'd')).toBe(true);
});

it('tops up once, then stops', () => {
  expect(topUp.propose({ devices: [device({ proposed: 21, open: 2 })] })).toEqual({ kind: 'wait' });
  expect(topUp.propose({ devices: [device({ proposed: 21 })] }).kind).toBe('stop');
});

it('stops when no cell could be measured', () => {
  const failed = measured.map(({ cell: index }) => cell(index, null, 0));
  expect(topUp.propose({ devices: [device({ cells: failed })] }).kind).toBe('stop');
});
