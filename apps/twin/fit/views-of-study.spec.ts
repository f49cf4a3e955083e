import {
  batchEffects,
  clockSweeps,
  deviceMatrices,
  frontsOf,
  frontView,
  rankDevices,
  runToEnd,
  DEVICE_CLASSES,
  EXPECTATIONS,
  frequencyTable,
  implementationEffect,
  implementationPairs,
  linearity,
  nearestClock,
  sweepOf,
  upperThirdOfLatencyPct,
  type ClockSweep,
  type DeviceClass,
} from '@joulefleet/core';
import { studyImplementations, studyRows } from './fixtures/study-rows';
import { modelSource } from './model-source';

describe.each(DEVICE_CLASSES)('the views of the study on %s', (deviceClass: DeviceClass) => {
  const { batchSize, gpuSweep, latencyPlateauAtHighGpu } = EXPECTATIONS.frequencySweeps[deviceClass];
  const heldKhz = nearestClock(frequencyTable(deviceClass).cpuKhz, 1e3 * gpuSweep.fixedCpuMhz);
  const [row] = studyRows([deviceClass], ['alexnet'], [batchSize]);

  it('sweeps the GPU clock as its figure 5.1 does', () => {
    const [sweep] = clockSweeps(row!, 'gpu', 1e3 * heldKhz) as ClockSweep[];
    const cells = modelSource().cells(deviceClass, 'alexnet', batchSize);
    const study = sweepOf(cells.filter(({ cpuKhz }) => cpuKhz === heldKhz));
    expect(sweep!.points).toHaveLength(frequencyTable(deviceClass).gpuHz.length);
    expect(sweep!.spans.powerMw).toBeCloseTo(1e3 * study.powerSpanW, 6);
    expect(sweep!.power!.r2).toBeCloseTo(linearity(study), 9);
    expect(sweep!.power!.r2).toBeGreaterThan(0.98);
    expect(sweep!.upperThirdPct).toBeCloseTo(upperThirdOfLatencyPct(study), 9);
    expect(sweep!.upperThirdPct! < 10).toBe(latencyPlateauAtHighGpu);
  });

  it('has the batch effect of its section 5.3 at the usual clocks', () => {
    const { batchSize: study, topology } = EXPECTATIONS;
    const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
    const clocks = {
      cpuHz: 1e3 * nearestClock(cpuKhz, 1e3 * study.at[deviceClass].cpuMhz),
      gpuHz: nearestClock(gpuHz, 1e6 * topology.usualOptimumGpuMhz[deviceClass]),
    };
    const rows = studyRows([deviceClass], ['alexnet'], [8, 16, 32, 64]);
    const [effect] = runToEnd(batchEffects(rows, clocks));
    const { points } = effect!.lines.find(({ at }) => at === 'given')!;
    const pct = 100 * (points[3]!.energyRatio.estimate - 1);
    const [low, high] = study.energyOfBatch64VersusBatch8Pct[deviceClass] as [number, number];
    expect(pct).toBeGreaterThanOrEqual(low);
    expect(pct).toBeLessThanOrEqual(high);
    expect(effect!.joint.batchSize).toBe(64);
    expect(effect!.savingPct!.estimate).toBeGreaterThan(rows[0]!.savingPct!.estimate);
  });
});

describe('the views of the study across devices', () => {
  const rows = studyRows(DEVICE_CLASSES, ['alexnet', 'resnet18', 'mobilenetv2'], [16]);

  it('holds devices against one another at the optima of their topologies', () => {
    const matrices = runToEnd(deviceMatrices(rows));
    const matrix = matrices.find(({ workload, frame }) => workload === 'resnet18' && frame === 'optimum')!;
    const energyOf = (device: DeviceClass): number =>
      Math.min(
        ...modelSource()
          .cells(device, 'resnet18', 16)
          .map(({ energyJ }) => energyJ),
      );
    for (const { device, against, energy } of matrix.ratios) {
      expect(energy.estimate).toBeCloseTo(energyOf(device as DeviceClass) / energyOf(against as DeviceClass), 9);
    }
    expect(matrix.ratios).toHaveLength(3);
    for (const { devices, latencyLimitMs } of matrices.filter(({ frame }) => frame === 'equal-latency')) {
      for (const { point } of devices) expect(point.batchMs.estimate).toBeLessThanOrEqual(latencyLimitMs! * (1 + 1e-9));
    }
    expect(runToEnd(rankDevices(matrices)).map(({ devices }) => devices.at(-1)!.device)).toContain('jetson-nano');
  });

  it('has the Pareto front of each topology, its ends the least energy and the least time', () => {
    const fronts = runToEnd(frontsOf(rows)).map((front) => frontView(front));
    expect(fronts.map(({ scope }) => scope).sort()).toEqual([
      'benchmark',
      ...Array<string>(9).fill('device'),
      ...Array<string>(3).fill('workload'),
    ]);
    for (const { device, workload, members, cells } of fronts.filter(({ scope }) => scope === 'device')) {
      const row = rows.find((each) => each.device === device && each.workload === workload)!;
      const certain = members.filter(({ standing }) => standing === 'certain');
      expect(cells).toBe(row.cells.length);
      expect(certain[0]!.point.cellKey).toBe(row.optimum!.cellKey);
      const times = row.cells.map(({ durationMs }) => durationMs.estimate / row.inferences);
      expect(certain.at(-1)!.point.timeMs.estimate).toBeCloseTo(Math.min(...times), 9);
      expect(members.filter(({ isBaseline }) => isBaseline)).toHaveLength(1);
    }
  });
});

describe('implementations of the study', () => {
  it('have the energies of its section 5.11 against their controls', () => {
    const { implementation, topology } = EXPECTATIONS;
    const rows = studyImplementations(topology.batchSize);
    const effects = runToEnd(implementationPairs(rows)).map((pair) => implementationEffect(pair));
    const ratioOf = (factor: string): number =>
      effects.find((each) => each.factor === factor)!.points[0]!.energy.estimate;
    expect(1 / ratioOf('runtime')).toBeCloseTo(1 + implementation.pytorchOverLibtorchEnergyPct / 100, 2);
    expect(ratioOf('lazyLoading')).toBeCloseTo(1 + implementation.lazyLoadingOffPct / 100, 2);
    expect(ratioOf('garbageCollection')).toBeCloseTo(1 + implementation.garbageCollectionOffPct / 100, 2);
  });

  it('have a static graph pay off as its section 5.10 says', () => {
    const { batchSize, staticLoadEnergyVersusDynamicPct, staticTotalEnergyAfter10BatchesPct } = EXPECTATIONS.graph;
    const pair = runToEnd(implementationPairs(studyImplementations(batchSize))).find((p) => p.factor === 'graphMode')!;
    const { load } = implementationEffect(pair);
    expect(100 * (load!.loadRatio.estimate - 1)).toBeCloseTo(staticLoadEnergyVersusDynamicPct, 0);
    const ten = load!.cumulative.find(({ inferences }) => inferences === 10 * batchSize)!;
    expect(Math.abs(100 * (ten.ratio.estimate - 1) - staticTotalEnergyAfter10BatchesPct)).toBeLessThan(1.5);
    expect(load!.crossover).toMatchObject({ cheaper: 'variant' });
    expect(load!.crossover.inferences).toBeLessThan(10 * batchSize);
  });
});
