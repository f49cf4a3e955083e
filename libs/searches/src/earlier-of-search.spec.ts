import { runToEnd, type GuidedParameters } from '@joulefleet/core';
import { buildSearches } from './build-searches';
import { addEarlierKnowledge, type EarlierMeans } from './earlier-of-search';
import type { CellOfSearch, GuidedSearch } from './guided-search';

const PARAMETERS: GuidedParameters = {
  ...{ repetitions: 10, order: 'randomised-blocks', seed: 3, method: 'steered', margin: 0.01, probability: 0.95 },
  objective: { name: 'energy', weight: 0.5, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null },
  ...{ maxTrials: null, maxDeviceS: null, checkCells: 3, confirmTrials: 10, earlierCampaigns: ['new', 'old'] },
};
const GPU_MHZ = [300, 600, 900];
const levelsAt = (mhz: number | 'dvfs') => ({
  ...{ batchSize: 16, cpuKhz: 1_479_000 },
  gpuHz: mhz === 'dvfs' ? mhz : mhz * 1e6,
});

function cellsOf(over: Partial<CellOfSearch> = {}): CellOfSearch[] {
  return [...GPU_MHZ, 'dvfs' as const].map((mhz) => ({
    ...{ deviceClass: 'jetson-nano', workload: 'alexnet', command: [], graphMode: 'dynamic', inferences: 3200 },
    ...{ levels: levelsAt(mhz), deviceIds: ['a'], ...over },
  }));
}

/** 200 batches of 16 in 20 s, at 4 W. */
function means(over: Partial<EarlierMeans> = {}): EarlierMeans {
  return {
    ...{ campaignId: 'old', deviceClass: 'jetson-nano', workload: 'alexnet', command: [], graphMode: 'dynamic' },
    ...{ inferences: 3200, levels: levelsAt(600), deviceId: 'b', device: 'nano-2', trials: 3 },
    ...{ durationMs: 20_000, powerMw: 4_000, ...over },
  };
}

function start(
  earlier: readonly EarlierMeans[],
  cells = cellsOf(),
  over: Partial<GuidedParameters> = {},
): GuidedSearch {
  return runToEnd(addEarlierKnowledge(buildSearches(cells, { ...PARAMETERS, ...over }), earlier))[0]!;
}

describe('a search whose workload was measured before', () => {
  it('knows means of a batch, cell by cell and device by device, whatever the inferences were', () => {
    const { earlierFrom, problem } = start([
      means(),
      means({ campaignId: 'new', inferences: 1600, durationMs: 11_000, powerMw: 5_000, trials: 1 }),
      means({ deviceId: 'c', device: 'nano-10', levels: levelsAt('dvfs'), durationMs: 30_000 }),
    ]);
    expect(problem.earlier).toEqual({
      starts: [],
      cells: [
        { cell: 1, deviceId: 'b', latencyMs: 102.5, powerMw: 4_250 },
        { cell: 3, deviceId: 'c', latencyMs: 150, powerMw: 4_000 },
      ],
    });
    expect(earlierFrom).toMatchObject({ campaigns: ['old', 'new'], devices: ['nano-10', 'nano-2'] });
  });

  it.each([
    ['another class', { deviceClass: 'jetson-orin-nx' }],
    ['other clocks', { levels: levelsAt(450) }],
    ['another batch size', { levels: { ...levelsAt(600), batchSize: 8 } }],
    ['another word', { levels: { ...levelsAt(600), runtime: 'libtorch' } }],
    ['another graph mode', { graphMode: 'static' }],
    ['no trial', { trials: 0 }],
    ['a duration that is none', { durationMs: NaN }],
    ['a power that is none', { powerMw: 0 }],
  ])('knows nothing of %s', (_, over) => {
    const search = start([means(over)]);
    expect(search).not.toHaveProperty('earlier');
    expect(search.problem).not.toHaveProperty('earlier');
  });

  it('takes the cell with as many inferences, where these are searched too', () => {
    const cells = [...cellsOf(), ...cellsOf({ inferences: 6400 })];
    const known = (inferences: number) =>
      start([means({ inferences })], cells).problem.earlier!.cells.map(({ cell }) => cell);
    expect(known(6400)).toEqual([5]);
    expect(known(100)).toEqual([1, 5]);
  });
});

describe('a search whose workload is new', () => {
  const other = (workload: string, costs: readonly number[], over: Partial<EarlierMeans> = {}) =>
    costs.map((powerMw, index) => means({ workload, levels: levelsAt(GPU_MHZ[index]!), powerMw, ...over }));
  const startsOf = (earlier: readonly EarlierMeans[], over: Partial<GuidedParameters> = {}) =>
    start(earlier, cellsOf(), over).problem.earlier?.starts;

  it('begins at the best cells of two others, that with the most cells first', () => {
    const earlier = [
      ...other('bert-tiny', [3_000]),
      ...other('resnet18', [5_000, 4_000], { campaignId: 'new' }),
      ...other('own', [5_000, 4_900, 4_800], { command: ['run'] }),
    ];
    expect(startsOf(earlier)).toEqual([2, 1]);
    const { earlierFrom } = start(earlier);
    expect(earlierFrom).toMatchObject({ campaigns: ['old', 'new'], devices: [] });
    expect(startsOf(other('resnet18', [5_000, 4_000, 4_500]).concat(other('own', [9_000, 4_000])))).toEqual([1]);
  });

  it('takes the best by its objective, without its limits', () => {
    const earlier = [
      means({ workload: 'resnet18', levels: levelsAt(300), durationMs: 30_000, powerMw: 2_000 }),
      means({ workload: 'resnet18', levels: levelsAt(900), durationMs: 20_000, powerMw: 4_000 }),
      means({ workload: 'resnet18', levels: levelsAt('dvfs'), durationMs: 10_000, powerMw: 1_000 }),
    ];
    const by = (name: 'energy' | 'latency' | 'cost', weight = 0.5) =>
      startsOf(earlier, { objective: { ...PARAMETERS.objective, name, weight, maxLatencyMs: 1 } });
    expect([by('energy'), by('latency'), by('cost', 0.9), by('cost', 0)]).toEqual([[0], [2], [0], [2]]);
  });

  it('begins elsewhere by a method that does not ask', () => {
    const earlier = other('resnet18', [5_000, 4_000]);
    expect(startsOf(earlier, { method: 'random' })).toBeUndefined();
    expect(start([means()], cellsOf(), { method: 'random' }).problem.earlier!.cells).toHaveLength(1);
  });
});

it('gives each search what is of its class, and the same in whatever order searches come', () => {
  const cells = [...cellsOf(), ...cellsOf({ deviceClass: 'jetson-orin-nx' })];
  const earlier = [means(), means({ deviceClass: 'jetson-orin-nx', deviceId: 'o', device: 'orin' })];
  const searches = buildSearches(cells, PARAMETERS);
  const forth = runToEnd(addEarlierKnowledge(searches, earlier));
  const back = runToEnd(addEarlierKnowledge([...searches].reverse(), earlier)).reverse();
  expect(forth.map(({ earlierFrom }) => earlierFrom!.devices)).toEqual([['nano-2'], ['orin']]);
  expect(back).toEqual(forth);
});
