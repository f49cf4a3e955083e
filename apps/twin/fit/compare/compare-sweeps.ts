import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '@joulefleet/core';
import type { Parameters } from '../../src/physics/parameters';
import { bandOf, type Expectations } from '../expectations';
import { nearestClock } from '../nearest-clock';
import { cpuSweep, gpuSweep, linearity, upperThirdOfLatencyPct, type Sweep } from '../observe-sweeps';
import { rowInside, rowNear, type Row } from './row';

/** Latency plateaus when less than this part of its span lies in the upper third of the GPU clocks. */
const PLATEAU_BELOW_PCT = 10;
/** "Almost linearly": squared correlation of power and GPU clock. */
const ALMOST_LINEAR = 0.98;

/** AlexNet along one clock with the other fixed (figures 5.1, 5.4 and 5.7). */
export function compareSweeps(parameters: Parameters, expectations: Expectations): Row[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => {
    const { batchSize, gpuSweep: gpu, cpuSweep: cpu } = expectations.frequencySweeps[deviceClass];
    const alongGpu = gpuSweep(parameters, deviceClass, batchSize, gpu.fixedCpuMhz);
    const alongCpu = cpuSweep(parameters, deviceClass, batchSize, cpu.fixedGpuMhz);
    return [
      ...gpuRows(deviceClass, alongGpu, expectations),
      ...cpuRows(deviceClass, alongCpu, alongGpu, expectations),
      ...fixedClockRows(deviceClass, expectations),
    ];
  });
}

function gpuRows(deviceClass: DeviceClass, sweep: Sweep, { frequencySweeps }: Expectations): Row[] {
  const study = frequencySweeps[deviceClass];
  const path = `frequencySweeps.${deviceClass}`;
  const [low, high] = bandOf(study.gpuSweep.powerSpanW);
  const power = { path: `${path}.gpuSweep.powerSpanW`, expectation: `power span over GPU clocks, ${deviceClass}` };
  const fivePct = { relativePct: 5, unit: 'W' };
  return [
    low === high
      ? rowNear(power, low, sweep.powerSpanW, fivePct)
      : rowInside({ ...power, note: 'the text gives both figures' }, [low, high], [sweep.powerSpanW], 'W'),
    rowNear(
      { path: `${path}.gpuSweep.latencySpanS`, expectation: `latency span over GPU clocks, ${deviceClass}` },
      study.gpuSweep.latencySpanS,
      sweep.latencySpanS,
      { relativePct: 5, unit: 's' },
    ),
    rowInside(
      {
        path: `${path}.latencyPlateauAtHighGpu`,
        expectation: `part of the latency span in the upper third of GPU clocks, ${deviceClass}`,
        study: study.latencyPlateauAtHighGpu ? 'plateau' : 'no plateau',
      },
      study.latencyPlateauAtHighGpu ? [0, PLATEAU_BELOW_PCT] : [PLATEAU_BELOW_PCT, 100],
      [upperThirdOfLatencyPct(sweep)],
      '%',
    ),
    rowInside(
      {
        path: 'frequencySweeps.common',
        expectation: `power over GPU clock, squared correlation, ${deviceClass}`,
        study: 'almost linear',
      },
      [ALMOST_LINEAR, 1],
      [linearity(sweep)],
      '',
    ),
  ];
}

function cpuRows(deviceClass: DeviceClass, sweep: Sweep, alongGpu: Sweep, { frequencySweeps }: Expectations): Row[] {
  const study = frequencySweeps[deviceClass].cpuSweep;
  const path = `frequencySweeps.${deviceClass}.cpuSweep`;
  const rows: Row[] = [];
  if (study.powerSpanW !== undefined) {
    const row = { path: `${path}.powerSpanW`, expectation: `power span over CPU clocks, ${deviceClass}` };
    rows.push(rowNear(row, study.powerSpanW, sweep.powerSpanW, { relativePct: 5, unit: 'W' }));
  }
  if (study.latencySpanS !== undefined) {
    const row = { path: `${path}.latencySpanS`, expectation: `latency span over CPU clocks, ${deviceClass}` };
    rows.push(rowNear(row, study.latencySpanS, sweep.latencySpanS, { relativePct: 5, unit: 's' }));
  }
  const row = {
    path: 'topology.shape',
    expectation: `latency span over CPU clocks relative to GPU clocks, ${deviceClass}`,
    study: 'much smaller',
  };
  return [...rows, rowInside(row, [0, 0.5], [sweep.latencySpanS / alongGpu.latencySpanS], '')];
}

/** The clocks that the study held while it swept the other domain must be in the tables. */
function fixedClockRows(deviceClass: DeviceClass, { frequencySweeps }: Expectations): Row[] {
  const { gpuSweep: gpu, cpuSweep: cpu } = frequencySweeps[deviceClass];
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const path = `frequencySweeps.${deviceClass}`;
  const inTable = { absolute: 0.5, unit: 'MHz' };
  return [
    rowNear(
      { path: `${path}.gpuSweep.fixedCpuMhz`, expectation: `CPU clock held, in the table, ${deviceClass}` },
      gpu.fixedCpuMhz,
      nearestClock(cpuKhz, gpu.fixedCpuMhz * 1e3) / 1e3,
      inTable,
    ),
    rowNear(
      { path: `${path}.cpuSweep.fixedGpuMhz`, expectation: `GPU clock held, in the table, ${deviceClass}` },
      cpu.fixedGpuMhz,
      nearestClock(gpuHz, cpu.fixedGpuMhz * 1e6) / 1e6,
      inTable,
    ),
  ];
}
