import {
  compareWithStudy,
  DEVICE_CLASSES,
  derivedRandom,
  EXPECTATIONS,
  IMPLEMENTATIONS,
  KNOWN_WORKLOADS,
  measuredSource,
  normalDeviate,
  topologyBatchSize,
  type DeviceClass,
  type StudyRun,
  type StudyTrial,
} from '@joulefleet/core';
import { modelSource } from './model-source';

const model = modelSource();
const random = derivedRandom(1, 'trials of the study');
const REPETITIONS = 10;
const SD = 0.004;

const STANDARD = {
  graphMode: 'dynamic',
  cpuKhz: null,
  gpuHz: null,
  cpuGovernor: null,
  gpuGovernor: null,
  runtime: null,
  lazyLoading: null,
  garbageCollection: null,
  inferences: 3200,
  loadEnergyMj: null,
} as const;

type Cell = Pick<StudyTrial, 'deviceClass' | 'workload' | 'batchSize'> & Partial<StudyTrial>;

/** Trials of a cell that scatter about what the model gives. */
function trialsOf(cell: Cell, { energyJ, durationS }: StudyRun): StudyTrial[] {
  return Array.from({ length: REPETITIONS }, () => {
    const [longer, more] = [1 + SD * normalDeviate(random), 1 + SD * normalDeviate(random)];
    return { ...STANDARD, ...cell, energyMj: energyJ * 1e3 * longer * more, durationMs: durationS * 1e3 * longer };
  });
}

function pinnedTrials(cell: Cell): StudyTrial[] {
  const { deviceClass, workload, batchSize } = cell;
  return model.cells(deviceClass, workload, batchSize).flatMap((each) => {
    return trialsOf({ ...cell, cpuKhz: each.cpuKhz, gpuHz: each.gpuHz }, each);
  });
}

function governedTrials(cell: Cell, cpuGovernor: string | null = null, gpuGovernor: string | null = null) {
  const chosen = { ...(cpuGovernor && { cpuGovernor }), ...(gpuGovernor && { gpuGovernor }) };
  const run = model.governed(cell.deviceClass, cell.workload, cell.batchSize, chosen)!;
  return trialsOf({ ...cell, cpuGovernor, gpuGovernor }, run);
}

function trialsOfBoard(deviceClass: DeviceClass): StudyTrial[] {
  const { dvfs } = EXPECTATIONS;
  const of = KNOWN_WORKLOADS.map((workload) => {
    return { deviceClass, workload, batchSize: topologyBatchSize(EXPECTATIONS, deviceClass, workload) };
  });
  return [
    ...of.flatMap(pinnedTrials),
    ...of.flatMap((cell) => governedTrials(cell)),
    ...of.flatMap((cell) => dvfs.cpuGovernors.flatMap((governor) => governedTrials(cell, governor))),
    ...of.flatMap((cell) => dvfs.gpuGovernors.flatMap((governor) => governedTrials(cell, null, governor))),
    ...[8, 32, 64].flatMap((batch) => pinnedTrials({ deviceClass, workload: 'alexnet', batchSize: batch })),
  ];
}

function implementationTrials(): StudyTrial[] {
  const cell = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16 } as const;
  const options = {
    standard: {},
    libtorch: { runtime: 'libtorch' },
    lazyLoadingOff: { lazyLoading: false },
    garbageCollectionOff: { garbageCollection: false },
  };
  return IMPLEMENTATIONS.flatMap((kind) => trialsOf({ ...cell, ...options[kind] }, model.implementation(kind, 16)!));
}

function graphTrials(): StudyTrial[] {
  return (['static', 'dynamic'] as const).flatMap((graphMode) => {
    const { loadJ, batchJ } = model.graph(graphMode, 32)!;
    const run = { energyJ: batchJ * 100, durationS: 200, powerW: 1, doubt: 0 };
    const cell = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 32, graphMode } as const;
    return trialsOf({ ...cell, loadEnergyMj: loadJ * 1e3 * (1 + SD * normalDeviate(random)) }, run);
  });
}

describe('figures of the study from trials', () => {
  const trials = [...DEVICE_CLASSES.flatMap(trialsOfBoard), ...implementationTrials(), ...graphTrials()];
  const residency = new Map(DEVICE_CLASSES.map((deviceClass) => [deviceClass, model.residency(deviceClass)!]));

  it('are those of the boards that the trials are of', () => {
    const rows = compareWithStudy(measuredSource(trials, residency));
    expect(rows.filter(({ status }) => status === 'fails')).toEqual([]);
    const unmeasured = rows.filter(({ status }) => status === 'unmeasured').map(({ path }) => path);
    expect(unmeasured).toEqual(['protocol.pollingOverheadAt100MsPct', 'protocol.pollingOverheadAt10MsPct']);
    const alexnet = rows.find(({ path }) => path === 'topology.savingOverDvfsPct.jetson-nano.alexnet')!;
    expect(alexnet.found).toMatch(/^1[345]\.\d+ ± 0\.\d+ %$/);
  });

  it('are not there without the trials that they take', () => {
    const some = trials.filter(({ deviceClass, workload }) => deviceClass === 'jetson-nano' && workload === 'alexnet');
    const rows = compareWithStudy(measuredSource(some, new Map()));
    const statusOf = (path: string) => rows.find((row) => row.path === path)!.status;
    expect(statusOf('topology.savingOverDvfsPct.jetson-nano.alexnet')).toBe('holds');
    expect(statusOf('topology.savingOverDvfsPct.jetson-nano.resnet18')).toBe('unmeasured');
    expect(statusOf('topology.usualOptimumGpuMhz.jetson-nano')).toBe('unmeasured');
    expect(statusOf('dvfs.timeAtHighestCpuPct.jetson-nano')).toBe('unmeasured');
    expect(statusOf('frequencySweeps.jetson-orin-nx')).toBe('unmeasured');
    expect(compareWithStudy(measuredSource([], new Map())).map(({ status }) => status)).not.toContain('fails');
  });

  it('fail where a board is another one', () => {
    const odd = trials.map((trial) => (trial.cpuKhz === null ? { ...trial, energyMj: trial.energyMj * 1.05 } : trial));
    const failing = compareWithStudy(measuredSource(odd, residency)).filter(({ status }) => status === 'fails');
    expect(failing.map(({ path }) => path)).toContain('topology.savingOverDvfsPct.jetson-xavier-nx.alexnet');
  });
});
