import type { CampaignView, TopologySurfaceView, TopologyView } from '@joulefleet/contracts';

type Cell = TopologySurfaceView['cells'][number];

const MHZ = 1e6;
/** Somewhere in the middle. */
const BEST = { cpu: 0.4, gpu: 0.6 };
const AT = '2026-01-01T00:00:00.000Z';

/** A view of a bowl over so many clocks, as the controller would answer it. */
export function sampleTopology(cpuClocks: number, gpuClocks: number): TopologyView {
  const cpuHz = Array.from({ length: cpuClocks }, (_, i) => (400 + 50 * i) * MHZ);
  const gpuHz = Array.from({ length: gpuClocks }, (_, i) => (100 + 60 * i) * MHZ);
  const cells = cpuHz.flatMap((cpu, i) => gpuHz.map((gpu, j) => cellAt(cpu, gpu, i / cpuClocks, j / gpuClocks)));
  const optimum = cells.reduce((best, cell) => (cell.value.estimate < best.value.estimate ? cell : best));
  const surface: TopologySurfaceView = {
    ...{ device: 'sample', deviceClass: 'jetson-orin-nx', workload: 'resnet18', graphMode: 'dynamic', inferences: 640 },
    ...{
      unit: 'inference',
      options: {},
      batchSize: 1,
      setting: '',
      cpuHz,
      gpuHz,
      cells,
      measured: cells.length,
      optimum,
    },
    optimumGrade: { grade: 'A', parts: {}, reasons: [], raise: [] },
    ...{ rankable: true, tooLow: 0, nearOptimum: 1, flatness: [], trends: [], baseline: null, baselineValue: null },
    ...{ savingPct: null, correctedSavingPct: null, savingGrades: null, latencyCostPct: null, residency: [] },
  };
  const grades = { cells: cells.length, tooLow: 0, why: [] };
  const head = { campaign: sampleCampaign(), simulated: true, grades, notes: [] };
  return { ...head, metric: 'energy', metricUnit: 'mJ', surfaces: [surface], leftOut: { surfaces: 0, cells: 0 } };
}

function cellAt(cpuHz: number, gpuHz: number, cpuShare: number, gpuShare: number): Cell {
  const estimate = 10 + 20 * ((cpuShare - BEST.cpu) ** 2 + (gpuShare - BEST.gpu) ** 2);
  const value = { estimate, low: estimate * 0.99, high: estimate * 1.01 };
  const judged = { aboveOptimumPct: 0, mayBeBest: estimate < 10.1, grade: 'A' } as const;
  return { cellKey: `${cpuHz}-${gpuHz}`, cpuHz, gpuHz, trials: 3, value, ...judged };
}

function sampleCampaign(): CampaignView {
  return {
    ...{ id: '00000000-0000-7000-8000-000000000000', name: 'sample', state: 'completed', phase: 'completed' },
    ...{ createdAt: AT, startedAt: AT, finishedAt: AT, cancelledBy: null, stoppedBy: null, failedBecause: null },
    ...{ priority: 0, archivedAt: null, simulated: true, owner: null, sharedWith: [], devices: ['sample'] },
    strategy: { name: 'full', parameters: {} },
    trials: { total: 1, pending: 0, assigned: 0, accepted: 1, rejected: 0, failed: 0, skipped: 0 },
  };
}
