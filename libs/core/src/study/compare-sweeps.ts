import { DEVICE_CLASSES, frequencyTable, type DeviceClass } from '../device-class/device-class';
import { bandOf, type Expectations } from './expectations';
import { nearestClock } from './nearest-clock';
import { rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { StudySource } from './study-source';
import { linearity, spanDoubt, sweepOf, upperThirdOfLatencyPct, type Sweep } from './sweeps';

/** Latency plateaus when less than this part of its span lies in the upper third of the GPU clocks. */
const PLATEAU_BELOW_PCT = 10;
/** "Almost linearly": squared correlation of power and GPU clock. */
const ALMOST_LINEAR = 0.98;

/** AlexNet along one clock with the other fixed (figures 5.1, 5.4 and 5.7). */
export function compareSweeps(source: StudySource, expectations: Expectations): Row[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => {
    const { batchSize, gpuSweep: gpu, cpuSweep: cpu } = expectations.frequencySweeps[deviceClass];
    const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
    const cells = source.cells(deviceClass, 'alexnet', batchSize);
    const [heldKhz, heldHz] = [nearestClock(cpuKhz, gpu.fixedCpuMhz * 1e3), nearestClock(gpuHz, cpu.fixedGpuMhz * 1e6)];
    const alongGpu = cells.filter((cell) => cell.cpuKhz === heldKhz);
    const alongCpu = cells.filter((cell) => cell.gpuHz === heldHz);
    const fixed = fixedClockRows(deviceClass, expectations);
    if (alongGpu.length < 3 || alongCpu.length < 3) return [...unmeasured(deviceClass), ...fixed];
    const [gpuSweep, cpuSweep] = [sweepOf(alongGpu), sweepOf(alongCpu)];
    return [
      ...gpuRows(deviceClass, gpuSweep, expectations),
      ...cpuRows(deviceClass, cpuSweep, gpuSweep, expectations),
      ...fixed,
    ];
  });
}

function unmeasured(deviceClass: DeviceClass): Row[] {
  const path = `frequencySweeps.${deviceClass}`;
  return [rowUnmeasured(path, `frequency sweeps, ${deviceClass}`)];
}

function gpuRows(deviceClass: DeviceClass, sweep: Sweep, { frequencySweeps }: Expectations): Row[] {
  const study = frequencySweeps[deviceClass];
  const path = `frequencySweeps.${deviceClass}`;
  const [low, high] = bandOf(study.gpuSweep.powerSpanW);
  const power = { path: `${path}.gpuSweep.powerSpanW`, expectation: `power span over GPU clocks, ${deviceClass}` };
  const fivePct = { relativePct: 5, unit: 'W' };
  const powerDoubt = spanDoubt(sweep, ({ powerW }) => powerW);
  return [
    low === high
      ? rowNear(power, low, sweep.powerSpanW, fivePct, powerDoubt)
      : rowInside({ ...power, note: 'the text gives both figures' }, [low, high], [sweep.powerSpanW], 'W', powerDoubt),
    rowNear(
      { path: `${path}.gpuSweep.latencySpanS`, expectation: `latency span over GPU clocks, ${deviceClass}` },
      study.gpuSweep.latencySpanS,
      sweep.latencySpanS,
      { relativePct: 5, unit: 's' },
      spanDoubt(sweep, ({ durationS }) => durationS),
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
    const doubt = spanDoubt(sweep, ({ powerW }) => powerW);
    rows.push(rowNear(row, study.powerSpanW, sweep.powerSpanW, { relativePct: 5, unit: 'W' }, doubt));
  }
  if (study.latencySpanS !== undefined) {
    const row = { path: `${path}.latencySpanS`, expectation: `latency span over CPU clocks, ${deviceClass}` };
    const doubt = spanDoubt(sweep, ({ durationS }) => durationS);
    rows.push(rowNear(row, study.latencySpanS, sweep.latencySpanS, { relativePct: 5, unit: 's' }, doubt));
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
