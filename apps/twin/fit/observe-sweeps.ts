import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import type { Parameters } from '../src/physics/parameters';
import { nearestClock } from './nearest-clock';
import { pinnedCell, span, type Cell } from './topology';

/** The frequency sweeps of the study all run AlexNet. */
const SWEPT = 'alexnet';

export interface Sweep {
  cells: Cell[];
  powerSpanW: number;
  latencySpanS: number;
}

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

function sweepOf(cells: Cell[]): Sweep {
  return {
    cells,
    powerSpanW: span(cells.map((cell) => cell.powerW)),
    latencySpanS: span(cells.map((cell) => cell.durationS)),
  };
}

/** Part of the latency span, in percent, that lies in the upper third of the GPU's clock range: small on a plateau. */
export function upperThirdOfLatencyPct(sweep: Sweep): number {
  const clocks = sweep.cells.map((cell) => cell.gpuHz);
  const from = Math.max(...clocks) - span(clocks) / 3;
  const upper = sweep.cells.filter((cell) => cell.gpuHz >= from - 1).map((cell) => cell.durationS);
  return (100 * span(upper)) / sweep.latencySpanS;
}

/** How near power over the GPU clock is to a straight line: the squared correlation of both. */
export function linearity(sweep: Sweep): number {
  const n = sweep.cells.length;
  const x = sweep.cells.map((cell) => cell.gpuHz);
  const y = sweep.cells.map((cell) => cell.powerW);
  const mean = (series: number[]): number => series.reduce((sum, term) => sum + term, 0) / n;
  const product = (a: number[], b: number[]): number =>
    a.reduce((sum, term, i) => sum + (term - mean(a)) * ((b[i] ?? 0) - mean(b)), 0);
  return product(x, y) ** 2 / (product(x, x) * product(y, y));
}
