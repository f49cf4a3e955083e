import type { TraceBody, TrialBody, TrialSpec } from '@joulefleet/contracts';
import { decodeTrace, frequencyTable, idlePowerMw, inferenceWindow, type PowerSamples } from '@joulefleet/core';
import { idlePower } from '../physics';
import { LightBoard } from './light-board';
import { LightTrial } from './light-trial';

const DEVICE_CLASS = 'jetson-xavier-nx';
const { cpuKhz: CPU_KHZ, gpuHz: GPU_HZ, totalRail } = frequencyTable(DEVICE_CLASS);
const CELLS = CPU_KHZ.filter((_, i) => i % 4 === 0).flatMap((cpuKhz) => GPU_HZ.map((gpuHz) => ({ cpuKhz, gpuHz })));

function specOf(point: { cpuKhz: number; gpuHz: number }, seed: number): TrialSpec {
  const others = { emcHz: 'dvfs', cpuGovernor: null, gpuGovernor: null, powerMode: null, activeCores: null } as const;
  return {
    ...{ trialId: '00000000-0000-4000-8000-000000000000', attempt: 1, point: { ...point, ...others } },
    workload: {
      ...{ name: 'alexnet', command: null, batchSize: 16, graphMode: 'dynamic', inferences: 1600 },
      ...{ warmupBatches: 3, warmupMaxS: 60 },
    },
    sampling: { mode: 'batch-aware', periodMs: 100, seed },
    ...{ timeoutS: 7200, cooldownS: 0, idleS: 1 },
  };
}

/** Idle power as it is judged, as it was drawn in both rests, and as a board draws it that nothing has warmed; in mW. */
function rested(board: LightBoard, seed: number) {
  const point = CELLS[seed]!;
  const { records } = new LightTrial(board, specOf(point, seed), null, () => undefined).execute();
  const traces = records.flatMap((record) => (record.kind === 'trace' ? [decodeTrace(record.body as TraceBody)] : []));
  const [body] = records.flatMap((record) => (record.kind === 'trial' ? [record.body as TrialBody] : []));
  const samples: PowerSamples = {
    tUs: traces.flatMap(({ tUs }) => [...tUs]),
    powerMw: traces.flatMap(({ rails, powerMw }) => [...powerMw[rails.indexOf(totalRail)]!]),
  };
  const { before, after } = body!.idle!;
  const judged = idlePowerMw(samples, { before, after }, inferenceWindow(body!.events)!, board.averagingUs)!;
  const drawn = [before, after].map(({ startUs, endUs }) => board.board.history.meanMw('totalMw', startUs, endUs));
  return { judged, drawn: (drawn[0]! + drawn[1]!) / 2, cold: idlePower(DEVICE_CLASS, point).totalMw };
}

it('judges idle power as it was drawn: more than that of a cold board, because leakage grows with temperature', () => {
  const board = new LightBoard(DEVICE_CLASS, 'idle');
  const rests = CELLS.map((_, seed) => rested(board, seed));
  const mean = (of: (rest: (typeof rests)[number]) => number): number =>
    rests.reduce((sum, rest) => sum + of(rest), 0) / rests.length;
  // A rest has nine readings of a sensor with steps of 40 mW: 5 mW of scatter each, 0.5 mW of their mean.
  expect(Math.abs(mean(({ judged, drawn }) => judged - drawn))).toBeLessThan(2);
  const leakedMw = mean(({ drawn, cold }) => drawn - cold);
  expect(leakedMw).toBeGreaterThan(10);
  expect(leakedMw).toBeLessThan(40);
});
