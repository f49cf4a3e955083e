import { frequencyTable, nearestClock, sweepOf, type DeviceClass, type Sweep } from '@joulefleet/core';
import type { Parameters } from '../src/physics/parameters';
import { pinnedCell } from './topology';

/** The frequency sweeps of the study all run AlexNet. */
const SWEPT = 'alexnet';

/** AlexNet over all GPU clocks at the table's CPU clock nearest to `cpuMhz`. */
export function gpuSweep(parameters: Parameters, deviceClass: DeviceClass, batchSize: number, cpuMhz: number): Sweep {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const fixed = nearestClock(cpuKhz, cpuMhz * 1e3);
  return sweepOf(
    gpuHz.map((gpu) => pinnedCell(parameters, deviceClass, SWEPT, batchSize, { cpuKhz: fixed, gpuHz: gpu })),
  );
}

/** AlexNet over all CPU clocks at the table's GPU clock nearest to `gpuMhz`. */
export function cpuSweep(parameters: Parameters, deviceClass: DeviceClass, batchSize: number, gpuMhz: number): Sweep {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const fixed = nearestClock(gpuHz, gpuMhz * 1e6);
  return sweepOf(
    cpuKhz.map((cpu) => pinnedCell(parameters, deviceClass, SWEPT, batchSize, { cpuKhz: cpu, gpuHz: fixed })),
  );
}
