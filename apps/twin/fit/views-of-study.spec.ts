import {
  clockSweeps,
  DEVICE_CLASSES,
  EXPECTATIONS,
  frequencyTable,
  linearity,
  nearestClock,
  sweepOf,
  upperThirdOfLatencyPct,
  type ClockSweep,
  type DeviceClass,
} from '@joulefleet/core';
import { studyRows } from './fixtures/study-rows';
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
});
