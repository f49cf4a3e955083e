import { DevicePools } from './device-pools';
import { EstimatedCell } from './estimated-cell';
import { groupBy } from './group-by';
import { isFilled, type DigestedCell } from './measured-cell';

/** Estimates of all cells that have an accepted trial; variances are pooled over the cells of each device. Yields often. */
export function* estimateCells(cells: readonly DigestedCell[]): Generator<void, EstimatedCell[]> {
  const estimated: EstimatedCell[] = [];
  for (const ofDevice of yield* groupBy(cells.filter(isFilled), (cell) => cell.device)) {
    const pools = new DevicePools(ofDevice);
    for (const cell of ofDevice) estimated.push(new EstimatedCell(cell, pools));
    yield;
  }
  return estimated;
}

export interface DeviceRepeatability {
  device: string;
  sdPct: number;
  /** 0: nothing was repeated, the deviation is assumed. */
  degreesOfFreedom: number;
}

/** How well the trials of each device repeat. Yields often. */
export function* repeatabilityOfDevices(cells: readonly DigestedCell[]): Generator<void, DeviceRepeatability[]> {
  const found: DeviceRepeatability[] = [];
  for (const ofDevice of yield* groupBy(cells, (cell) => cell.device)) {
    const { sdLog, degreesOfFreedom } = new DevicePools(ofDevice.filter(isFilled)).of('energy');
    found.push({ device: ofDevice[0]!.device, sdPct: 100 * sdLog, degreesOfFreedom });
  }
  return found;
}
