import { frequencyTable, nearestClock, type DeviceClass } from '@joulefleet/core';
import type { Parameters } from '../src/physics/parameters';
import { pinnedCell } from './topology';

/** Energy of AlexNet in J for a batch size at the table's clocks nearest to those given. */
export function batchEnergyAt(
  parameters: Parameters,
  deviceClass: DeviceClass,
  batchSize: number,
  cpuMhz: number,
  gpuMhz: number,
): number {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const clocks = { cpuKhz: nearestClock(cpuKhz, cpuMhz * 1e3), gpuHz: nearestClock(gpuHz, gpuMhz * 1e6) };
  return pinnedCell(parameters, deviceClass, 'alexnet', batchSize, clocks).energyJ;
}

/** Energy of AlexNet with a batch of 64 against one of 8, in percent, at fixed clocks. */
export function batchEffectPct(
  parameters: Parameters,
  deviceClass: DeviceClass,
  cpuMhz: number,
  gpuMhz: number,
): number {
  const energyOf = (batchSize: number): number => batchEnergyAt(parameters, deviceClass, batchSize, cpuMhz, gpuMhz);
  return 100 * (energyOf(64) / energyOf(8) - 1);
}
