import fc from 'fast-check';
import { runToEnd, type SearchTrial, type SearchVerdict } from '@joulefleet/core';
import { buildSearches } from './build-searches';
import { MAX_OPEN, proposeTrials, type FreeDevice } from './propose-trials';

const CELLS = ['alexnet', 'resnet18'].flatMap((workload) =>
  [300, 600, 900].map((mhz) => ({
    ...{ deviceClass: 'jetson-nano', workload, command: [], graphMode: 'dynamic', inferences: 3200 },
    levels: { batchSize: 16, cpuKhz: 1_479_000, gpuHz: mhz * 1e6 },
    deviceIds: ['a', 'b'],
  })),
);
const SEARCHES = buildSearches(CELLS, {
  ...{ repetitions: 3, order: 'randomised-blocks', seed: 1, method: 'random', margin: 0.01, probability: 0.95 },
  objective: { name: 'energy', weight: 0.5, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null },
  ...{ maxTrials: 4, maxDeviceS: null, checkCells: 0, confirmTrials: 0 },
});
const NONE: ReadonlySet<string> = new Set();

const device = (deviceId: string, open = 0): FreeDevice => ({ deviceId, name: deviceId, open });
const propose = (devices: readonly FreeDevice[], history: readonly SearchTrial[] = [], left = NONE) =>
  runToEnd(proposeTrials(SEARCHES, devices, history, left));

/** The trials as they settle, in the order in which they were proposed. */
function settled(trials: readonly Pick<SearchTrial, 'cell' | 'deviceId' | 'purpose'>[]): SearchTrial[] {
  const figures = { durationMs: 60_000, deviceMs: 90_000, outOfMemory: false, state: 'accepted' as const };
  return trials.map((trial, index) => {
    const energyMj = 1000 + 50 * trial.cell;
    return { ...trial, ...figures, energyMj, startedAtMs: index * 100_000 };
  });
}

it('fills up each device, the one with the least first, with trials of each search in turn', () => {
  const { trials, ends } = propose([device('b'), device('a', 1)]);
  expect(ends).toBeNull();
  expect(trials.map(({ deviceId }) => deviceId)).toEqual(['b', 'a', 'b']);
  const searchOf = ({ cell }: { cell: number }) => CELLS[cell]!.workload;
  expect(trials.filter(({ deviceId }) => deviceId === 'b').map(searchOf)).toEqual(['alexnet', 'resnet18']);
  expect(propose([device('a', MAX_OPEN)]).trials).toEqual([]);
});

it('proposes the same after a restart, in whatever order devices come', () => {
  const devices = fc.shuffledSubarray([device('a'), device('b', 1), device('c', 2)], { minLength: 3 });
  const first = settled(propose([device('a'), device('b')]).trials);
  fc.assert(
    fc.property(devices, fc.nat(first.length), (permuted, count) => {
      const history = first.slice(0, count);
      expect(propose(permuted, history)).toEqual(propose([device('a'), device('b', 1), device('c', 2)], history));
    }),
  );
});

it('stops when each search has, though no device is free to be asked for', () => {
  let history: SearchTrial[] = [];
  for (let round = 0; round < 50; round++) {
    const { trials, ends } = propose([device('a')], history);
    if (ends) break;
    history = settled([...history, ...trials]);
  }
  const verdict = expect.objectContaining({ outcome: 'ended' }) as SearchVerdict;
  const ends = SEARCHES.map(() => ({ phase: 'done', verdict }));
  expect(propose([device('a')], history)).toEqual({ trials: [], ends });
  expect(propose([device('a', MAX_OPEN)], history)).toEqual({ trials: [], ends });
  expect(propose([], history.slice(1))).toEqual({ trials: [], ends: null });
  // What has come to its end stays so when its devices are retired.
  expect(propose([], history, new Set(['a', 'b']))).toEqual({ trials: [], ends });
});

it('is stopped where every device is retired, with what was found by then', () => {
  const left = new Set(['a', 'b']);
  const early = settled(propose([device('a'), device('b')]).trials);
  const { trials, ends } = propose([], early, left);
  expect(trials).toEqual([]);
  expect(ends).toHaveLength(2);
  for (const [index, { phase, verdict }] of ends!.entries()) {
    expect(phase).toBe('search');
    expect(verdict).toMatchObject({ outcome: 'stopped', reason: expect.stringMatching(/^No device is left. Stopped/) });
    expect(CELLS[verdict.cell!]!.workload).toBe(SEARCHES[index]!.workload);
  }
  const reason = 'No device is left. Stopped before anything was measured.';
  for (const { phase, verdict } of propose([], [], left).ends!)
    expect({ phase, ...verdict }).toMatchObject({ phase: 'search', outcome: 'nothing measured', reason });
  expect(propose([device('a')], early, new Set(['b'])).trials.length).toBeGreaterThan(0);
});

it('gives nothing to a device of another class', () => {
  expect(propose([device('z')])).toEqual({ trials: [], ends: null });
});
