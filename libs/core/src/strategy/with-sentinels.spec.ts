import { buildStrategy } from './build-strategy';
import { proposeLaunch } from './propose-launch';
import { TRIALS_PER_PROPOSAL } from './propose-repetitions';
import type { SearchCell, SearchDevice, StrategySpec } from './strategy';
import { countSentinels } from './with-sentinels';

const SENTINEL = 999_999;
const sweep = (repetitions: number, sentinelEvery: number | null, order: 'sequential' | 'randomised-blocks') =>
  ({ name: 'sweep', parameters: { repetitions, order, seed: 1, sentinelEvery } }) satisfies StrategySpec;
const cellsTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** `S` for a sentinel trial, `.` for another, of each device. */
function launched(spec: StrategySpec, ...counts: number[]): string[] {
  const devices = counts.map((count, i) => ({
    deviceId: String(i),
    name: String(i),
    cells: cellsTo(count),
    sentinel: SENTINEL,
  }));
  const found = counts.map(() => '');
  for (const { deviceId, cells, repetitions } of proposeLaunch(buildStrategy(spec), devices)) {
    const kinds = Array.from(cells, (cell) => (cell === SENTINEL ? 'S' : '.'));
    expect(Array.from(repetitions, (repetition) => (repetition === 0 ? 'S' : '.'))).toEqual(kinds);
    found[Number(deviceId)] += kinds.join('');
  }
  return found;
}

describe('sentinels of a launch', () => {
  it.each(['sequential', 'randomised-blocks'] as const)('come first, after so many trials, and last: %s', (order) => {
    expect(launched(sweep(2, 4, order), 5, 2)).toEqual(['S....S....S..S', 'S....S']);
  });

  it('are as many as are counted, however large the launch', () => {
    for (const count of [1, 19, 20, 21, 500, TRIALS_PER_PROPOSAL + 7]) {
      const found = launched(sweep(2, 20, 'randomised-blocks'), count, 3);
      const sentinels = found.map((trials) => trials.replaceAll('.', '').length);
      expect(sentinels).toEqual([countSentinels(2 * count, 20), countSentinels(6, 20)]);
      expect(found.map((trials) => trials.slice(0, 2) + trials.slice(-2))).toEqual(['S..S', 'S..S']);
    }
    expect(countSentinels(0, 20)).toBe(0);
  });

  it('are none without a rule, and on a device that has no sentinel cell', () => {
    expect(launched(sweep(2, null, 'sequential'), 5)).toEqual(['..........']);
    const device = { deviceId: 'a', name: 'a', cells: [0, 1], sentinel: null };
    const [block] = [...proposeLaunch(buildStrategy(sweep(1, 4, 'randomised-blocks')), [device])];
    expect([...block!.cells].sort()).toEqual([0, 1]);
  });
});

describe('sentinels of later rounds', () => {
  const parameters = { ...sweep(2, 4, 'randomised-blocks').parameters, share: 1, trials: 2 };
  const strategy = buildStrategy({ name: 'top-up', parameters });
  const cell = (index: number): SearchCell => ({ cell: index, proposed: 2, trials: 2, energyMj: 1, sdLogEnergy: 0.01 });
  const device = (cells: number): SearchDevice => ({
    ...{ deviceId: 'a', name: 'a', cellCount: cells, proposed: 2 * cells, open: 0, sentinel: SENTINEL },
    cells: cellsTo(cells).map(cell),
  });
  const round = (cells: number): string => {
    const proposal = strategy.propose({ devices: [device(cells)] });
    if (proposal.kind !== 'trials') throw new Error(proposal.kind);
    return proposal.trials.map((block) => [...block.cells].map((c) => (c === SENTINEL ? 'S' : '.')).join('')).join('');
  };

  it('go on where those before ended, and end with one', () => {
    expect(round(3)).toBe('..S....S');
    // Those before ended with one just now.
    expect(round(2)).toBe('....S');
  });
});
