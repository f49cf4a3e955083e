import { compareWithStudy, EXPECTATIONS, formatStudyTable, type StudyRow } from '@joulefleet/core';
import { FITTED_PARAMETERS, type Parameters } from '../src/physics/parameters';
import { modelSource } from './model-source';

const rows = compareWithStudy(modelSource());

function failing(candidate: readonly StudyRow[]): string[] {
  return candidate.filter((row) => row.status === 'fails').map((row) => row.path);
}

/** The fitted parameters with some changed in place. */
function perturbed(change: (parameters: Parameters) => void): Parameters {
  const copy = structuredClone(FITTED_PARAMETERS);
  change(copy);
  return copy;
}

/** Paths of all numbers and truth values in a structure. */
function leaves(structure: unknown, path = ''): string[] {
  if (typeof structure === 'number' || typeof structure === 'boolean') return [path];
  if (structure === null || typeof structure !== 'object') return [];
  return Object.entries(structure).flatMap(([key, below]) => leaves(below, path === '' ? key : `${path}.${key}`));
}

function isCovered(path: string, by: readonly StudyRow[]): boolean {
  return by.some((row) => path === row.path || path.startsWith(`${row.path}.`));
}

describe('the twins against the study', () => {
  it('meets every figure that it does not report as contradicted by one of higher priority', () => {
    process.stdout.write(`${formatStudyTable(rows)}\n`);
    expect(rows.filter((row) => row.status === 'fails')).toEqual([]);
  });

  it('reports only figures that contradict others', () => {
    const reported = rows.filter((row) => row.status === 'reported');
    expect(new Set(reported.map((row) => row.path))).toEqual(
      new Set(['batchSize.shape', 'topology.energyRatioNanoOverXavier', 'topology.energyRatioNanoOverOrin']),
    );
    for (const row of reported) expect(row.note).toBeTruthy();
  });

  it('has a row for every number of the study', () => {
    const all = leaves(EXPECTATIONS);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((path) => !isCovered(path, rows))).toEqual([]);
  });

  it('notices a number without a row', () => {
    const fewer = rows.filter((row) => row.path !== 'frequencySweeps.jetson-nano.gpuSweep.latencySpanS');
    expect(leaves(EXPECTATIONS).filter((path) => !isCovered(path, fewer))).toEqual([
      'frequencySweeps.jetson-nano.gpuSweep.latencySpanS',
    ]);
  });

  it.each<[string, string, (parameters: Parameters) => void]>([
    [
      'the voltage penalty of DVFS',
      'topology.savingOverDvfsPct.jetson-xavier-nx.yolov4tiny',
      (p) => (p.workloads['jetson-xavier-nx'].yolov4tiny.voltagePenalty += 0.03),
    ],
    [
      'the voltage knee',
      'topology.usualOptimumGpuMhz.jetson-orin-nx',
      (p) => (p.boards['jetson-orin-nx'].gpuKnee = 0.95),
    ],
    [
      'the GPU time of AlexNet',
      'frequencySweeps.jetson-nano.gpuSweep.latencySpanS',
      (p) => (p.workloads['jetson-nano'].alexnet.gpuScaledS *= 1.1),
    ],
    [
      'the GPU power of AlexNet',
      'frequencySweeps.jetson-orin-nx.gpuSweep.powerSpanW',
      (p) => (p.workloads['jetson-orin-nx'].alexnet.gpuW *= 1.1),
    ],
    ['the CPU power', 'frequencySweeps.jetson-nano.cpuSweep.powerSpanW', (p) => (p.boards['jetson-nano'].cpuW *= 1.1)],
    [
      'the residency',
      'dvfs.timeAtHighestGpuPct.jetson-xavier-nx',
      (p) => (p.boards['jetson-xavier-nx'].gpuTopShare -= 0.01),
    ],
    [
      'the reaction to powersave',
      'dvfs.powersaveVersusDefault.jetson-xavier-nx.latencyPct',
      (p) => (p.boards['jetson-xavier-nx'].powersave.gpuTopShare += 0.2),
    ],
    [
      'the work per batch',
      'batchSize.energyOfBatch64VersusBatch8Pct.jetson-nano',
      (p) => (p.workloads['jetson-nano'].alexnet.cpuFixedS *= 0.7),
    ],
    ['static graphs', 'graph.staticTotalEnergyAfter10BatchesPct', (p) => (p.implementation.staticBatch += 0.02)],
    ['the C++ runtime', 'implementation.pytorchOverLibtorchEnergyPct', (p) => (p.implementation.libtorch += 0.01)],
    [
      'the size of a workload',
      'topology.energyRatioNanoOverXavier',
      (p) => {
        for (const work of Object.values(p.workloads['jetson-xavier-nx'])) {
          work.gpuScaledS *= 2;
          work.gpuFixedS *= 2;
          work.cpuFixedS *= 2;
          work.cpuScaledS *= 2;
        }
      },
    ],
  ])('fails when %s is off', (_what, path, change) => {
    expect(failing(compareWithStudy(modelSource(perturbed(change))))).toContain(path);
  });
});
