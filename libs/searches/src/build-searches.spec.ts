import type { GuidedParameters } from '@joulefleet/core';
import { buildSearches } from './build-searches';
import type { CellOfSearch } from './guided-search';

const PARAMETERS: GuidedParameters = {
  ...{ repetitions: 10, order: 'randomised-blocks', seed: 3, method: 'steered', margin: 0.01, probability: 0.95 },
  objective: { name: 'energy', weight: 0.5, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null },
  ...{ maxTrials: null, maxDeviceS: null, checkCells: 3, confirmTrials: 10 },
};

function cell(over: Partial<CellOfSearch> = {}, levels: object = {}): CellOfSearch {
  return {
    ...{ deviceClass: 'jetson-nano', workload: 'alexnet', command: [], graphMode: 'dynamic', inferences: 3200 },
    levels: { batchSize: 16, cpuKhz: 1_479_000, gpuHz: 614_400_000, ...levels },
    deviceIds: ['a', 'b'],
    ...over,
  };
}

it('makes one search of each workload, command and class, with the cells at their indices', () => {
  const cells = [
    cell(),
    cell({ workload: 'resnet18' }),
    cell({}, { gpuHz: 921_600_000 }),
    cell({ deviceClass: 'jetson-orin-nx', deviceIds: ['c'] }),
    cell({ command: ['run'] }),
  ];
  const searches = buildSearches(cells, PARAMETERS);
  expect(searches.map(({ problem }) => problem.candidates.map((candidate) => candidate.cell))).toEqual([
    [4],
    [0, 2],
    [1],
    [3],
  ]);
  expect(searches[3]).toMatchObject({ deviceClass: 'jetson-orin-nx', deviceIds: ['c'] });
  expect(searches[1]!.problem.parameters).toMatchObject({ seed: 3, sweepRepetitions: 10, margin: 0.01 });
});

it('hands numbers on as numbers, in Hz, and everything else as one text', () => {
  const levels = { emcHz: 1_600_000_000, activeCores: 2, runtime: 'libtorch', 'parameters.threads': 4 };
  const [search] = buildSearches([cell({ graphMode: 'static' }, levels)], PARAMETERS);
  expect(search!.problem.candidates[0]!.levels).toEqual({
    ...{ cpuHz: 1_479_000_000, gpuHz: 614_400_000, memoryHz: 1_600_000_000, cores: 2, batchSize: 16, inferences: 3200 },
    words: 'graph=static parameters.threads=4 runtime=libtorch',
  });
});

it('compares with cells whose CPU or GPU clock governors have, while others pin it', () => {
  const governed = cell({}, { cpuKhz: 'stock', gpuHz: 'dvfs' });
  const isReference = (cells: CellOfSearch[]) =>
    buildSearches(cells, PARAMETERS)[0]!.problem.candidates.map((candidate) => candidate.isReference);
  expect(isReference([cell(), governed, cell({}, { cpuKhz: 'dvfs' })])).toEqual([false, true, true]);
  // The CPU is never pinned: cells differ by the GPU alone.
  const halves = [cell({}, { cpuKhz: 'stock' }), cell({}, { cpuKhz: 'stock', gpuHz: 921_600_000 }), governed];
  expect(isReference(halves)).toEqual([false, false, true]);
  expect(isReference([governed, cell({}, { cpuKhz: 'dvfs', gpuHz: 'dvfs', batchSize: 8 })])).toEqual([false, false]);
  expect(buildSearches([cell(), governed], PARAMETERS)[0]!.problem.candidates[1]!.levels).toMatchObject({
    ...{ cpuHz: null, gpuHz: null },
    words: 'graph=dynamic cpuKhz=stock',
  });
});
