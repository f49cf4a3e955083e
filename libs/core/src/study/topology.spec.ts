import { measuredSource, type StudyTrial } from './measured-source';
import { gpuLine, studyTopology } from './topology';

const REST = {
  ...({ deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' } as const),
  ...{ cpuGovernor: null, gpuGovernor: null, runtime: null, lazyLoading: null, garbageCollection: null },
  ...{ inferences: 3200, durationMs: 1000, loadEnergyMj: null },
};
const trial = (cpuKhz: number | null, gpuHz: number | null, energyMj: number): StudyTrial => {
  return { ...REST, cpuKhz, gpuHz, energyMj };
};

it('takes the optimum of whole lines, not a single cell that another sweep left between them', () => {
  const grid = [1, 3].flatMap((cpu) => [1, 2, 3].map((gpu) => trial(cpu, gpu, 1000 + 10 * Math.abs(gpu - 2) + cpu)));
  const source = measuredSource([...grid, trial(2, 2, 900), trial(null, null, 1200)], new Map());
  const topology = studyTopology(source, 'jetson-nano', 'alexnet', 16)!;
  expect(topology.cells).toHaveLength(6);
  expect(topology.optimum).toMatchObject({ cpuKhz: 1, gpuHz: 2 });
  expect(gpuLine(topology)).toHaveLength(3);
});
