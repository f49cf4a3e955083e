import { DEVICE_CLASSES, frequencyTable, GRAPH_MODES, KNOWN_WORKLOADS, type DeviceClass } from '@joulefleet/core';
import fc from 'fast-check';
import { batchDuration, batchEnergy, batchPhysics } from './batch-physics';
import {
  batchPhases,
  idlePower,
  loadPhases,
  memoryFits,
  RUNTIMES,
  steadyTemperature,
  thermalOf,
  type Clocks,
  type Phase,
  type RunOptions,
} from './index';
import { FITTED_PARAMETERS } from './parameters';

const anyOptions: fc.Arbitrary<RunOptions> = fc.record({
  deviceClass: fc.constantFrom(...DEVICE_CLASSES),
  workload: fc.constantFrom(...KNOWN_WORKLOADS),
  batchSize: fc.integer({ min: 1, max: 128 }),
  graphMode: fc.constantFrom(...GRAPH_MODES),
  runtime: fc.constantFrom(...RUNTIMES),
  lazyLoading: fc.boolean(),
  garbageCollection: fc.boolean(),
});

function anyClocks(deviceClass: DeviceClass): fc.Arbitrary<Clocks> {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  return fc.record({ cpuKhz: fc.constantFrom(...cpuKhz), gpuHz: fc.constantFrom(...gpuHz) });
}

const anyRun = anyOptions.chain((options) =>
  fc.record({ options: fc.constant(options), clocks: anyClocks(options.deviceClass), dvfs: fc.boolean() }),
);

/** A run, and the same run with neither clock lower. */
const anyRaise = anyRun.chain((run) =>
  anyClocks(run.options.deviceClass).map((other) => ({
    ...run,
    raised: {
      cpuKhz: Math.max(run.clocks.cpuKhz, other.cpuKhz),
      gpuHz: Math.max(run.clocks.gpuHz, other.gpuHz),
    },
  })),
);

function durationUs(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.durationUs, 0);
}

function meanPowerMw(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.durationUs * phase.powerMw.totalMw, 0) / durationUs(phases);
}

describe('batchPhases', () => {
  it('has positive durations and powers, and rails whose parts leave something of the total', () => {
    fc.assert(
      fc.property(anyRun, ({ options, clocks, dvfs }) => {
        for (const { durationUs: time, powerMw } of batchPhases(options, clocks, dvfs)) {
          expect(time).toBeGreaterThan(0);
          expect(Math.min(powerMw.gpuMw, powerMw.cpuMw, powerMw.socMw)).toBeGreaterThan(0);
          expect(powerMw.gpuMw + powerMw.cpuMw + powerMw.socMw).toBeLessThan(powerMw.totalMw);
        }
      }),
    );
  });

  it('is never slower and never draws less, phase by phase and in the mean, with a higher clock', () => {
    fc.assert(
      fc.property(anyRaise, ({ options, clocks, raised, dvfs }) => {
        const before = batchPhases(options, clocks, dvfs);
        const after = batchPhases(options, raised, dvfs);
        for (const phase of [0, 1] as const) {
          expect(after[phase].durationUs).toBeLessThanOrEqual(before[phase].durationUs);
          expect(after[phase].powerMw.totalMw).toBeGreaterThanOrEqual(before[phase].powerMw.totalMw);
        }
        expect(meanPowerMw(after)).toBeGreaterThanOrEqual(meanPowerMw(before) * (1 - 1e-12));
      }),
    );
  });

  it('swings: the GPU draws most in its own phase, the CPU in the other', () => {
    fc.assert(
      fc.property(anyRun, ({ options, clocks, dvfs }) => {
        const [cpuPhase, gpuPhase] = batchPhases(options, clocks, dvfs);
        expect(gpuPhase.powerMw.gpuMw).toBeGreaterThan(cpuPhase.powerMw.gpuMw);
        expect(cpuPhase.powerMw.cpuMw).toBeGreaterThan(gpuPhase.powerMw.cpuMw);
      }),
    );
  });

  it('has the mean power of the closed form with u_gpu and u_cpu', () => {
    const board = FITTED_PARAMETERS.boards['jetson-nano'];
    const work = FITTED_PARAMETERS.workloads['jetson-nano'].alexnet;
    const [x, y, batchSize] = [0.75, 0.5, 16];
    const tCpu = work.cpuScaledS / y + work.cpuFixedS;
    const tGpu = batchSize * (work.gpuScaledS / x + work.gpuFixedS);
    const [uGpu, uCpu] = [tGpu / (tCpu + tGpu), tCpu / (tCpu + tGpu)];
    const voltage = x <= board.gpuKnee ? 1 : 1 + (board.gpuVoltageRise * (x - board.gpuKnee)) / (1 - board.gpuKnee);
    const gpuW = work.gpuW * x * voltage ** 2 * (board.gpuIdleFraction + (1 - board.gpuIdleFraction) * uGpu);
    const cpuW = board.cpuW * y * (0.35 + 0.65 * uCpu);

    const batch = batchPhysics(board, work, batchSize, { cpu: y, gpu: x, penalty: 0 });
    expect(batchDuration(batch)).toBeCloseTo(tCpu + tGpu, 12);
    expect(batchEnergy(board, batch) / batchDuration(batch)).toBeCloseTo(board.baseW + gpuW + cpuW, 9);
  });

  it('draws more under governors, and takes as long', () => {
    const options = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' } as const;
    const clocks = { cpuKhz: 1_479_000, gpuHz: 921_600_000 };
    const [pinned, governed] = [batchPhases(options, clocks, false), batchPhases(options, clocks, true)];
    expect(meanPowerMw(governed)).toBeGreaterThan(meanPowerMw(pinned));
    expect(durationUs(governed)).toBe(durationUs(pinned));
  });

  it('costs less per batch with a static graph, which takes longer to load', () => {
    const dynamic = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 32, graphMode: 'dynamic' } as const;
    const clocks = { cpuKhz: 1_479_000, gpuHz: 921_600_000 };
    const frozen = { ...dynamic, graphMode: 'static' } as const;
    expect(durationUs(batchPhases(frozen, clocks, false))).toBeLessThan(
      durationUs(batchPhases(dynamic, clocks, false)),
    );
    expect(durationUs(loadPhases(frozen, clocks, false))).toBeGreaterThan(
      durationUs(loadPhases(dynamic, clocks, false)),
    );
  });
});

describe('idlePower', () => {
  it('is below every phase at the same clocks', () => {
    fc.assert(
      fc.property(anyRun, ({ options, clocks, dvfs }) => {
        const idle = idlePower(options.deviceClass, clocks).totalMw;
        const busy = [...batchPhases(options, clocks, dvfs), ...loadPhases(options, clocks, dvfs)];
        expect(Math.min(...busy.map((phase) => phase.powerMw.totalMw))).toBeGreaterThan(idle);
      }),
    );
  });
});

describe('thermalOf', () => {
  it.each(DEVICE_CLASSES)(
    'lets the hottest operating point of %s run unthrottled at room temperature',
    (deviceClass) => {
      const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
      const clocks = { cpuKhz: Math.max(...cpuKhz), gpuHz: Math.max(...gpuHz) };
      const thermal = thermalOf(deviceClass);
      const hottestMw = KNOWN_WORKLOADS.map((workload) =>
        meanPowerMw(batchPhases({ deviceClass, workload, batchSize: 64, graphMode: 'dynamic' }, clocks, true)),
      ).reduce((most, power) => Math.max(most, power));
      expect(steadyTemperature(thermal, hottestMw)).toBeLessThan(thermal.throttleC - 5);
      expect(steadyTemperature(thermal, 0)).toBe(thermal.ambientC);
    },
  );

  it.each(DEVICE_CLASSES)('throttles %s when it is hot enough around it', (deviceClass) => {
    const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
    const clocks = { cpuKhz: Math.max(...cpuKhz), gpuHz: Math.max(...gpuHz) };
    const options = { deviceClass, workload: 'alexnet', batchSize: 64, graphMode: 'dynamic' } as const;
    const hot = { ...thermalOf(deviceClass), ambientC: 80 };
    expect(steadyTemperature(hot, meanPowerMw(batchPhases(options, clocks, true)))).toBeGreaterThan(hot.throttleC);
  });
});

describe('memoryFits', () => {
  it('bounds MobileNet-V2 on the Nano to a batch of 8', () => {
    const options = { deviceClass: 'jetson-nano', workload: 'mobilenetv2', graphMode: 'dynamic' } as const;
    expect(memoryFits({ ...options, batchSize: 8 })).toBe(true);
    expect(memoryFits({ ...options, batchSize: 16 })).toBe(false);
    expect(memoryFits({ ...options, deviceClass: 'jetson-xavier-nx', batchSize: 64 })).toBe(true);
    expect(memoryFits({ ...options, workload: 'alexnet', batchSize: 64 })).toBe(true);
    expect(memoryFits({ ...options, workload: 'alexnet', batchSize: 65 })).toBe(false);
  });
});
