import { frequencyTable, type DeviceClass, type KnownWorkload } from '@joulefleet/core';
import { batchDuration, batchEnergy, batchPhysics } from '../src/physics/batch-physics';
import { expectedTrial } from '../src/physics/expected-trial';
import { defaultGovernors } from '../src/physics/governor-dwell';
import type { Parameters } from '../src/physics/parameters';
import type { Clocks, TrialTruth } from '../src/physics/quantities';

/** The study's constant workload per trial (section 4.6). */
export const INFERENCES = 3200;

/** One cell of the whole table, clocks pinned. */
export interface Cell extends Clocks {
  energyJ: number;
  durationS: number;
  powerW: number;
}

/** What the study reads off one energy topology. */
export interface Topology {
  cells: Cell[];
  optimum: Cell;
  dvfs: TrialTruth;
  savingPct: number;
}

/** A trial of 3,200 inferences with both clocks pinned. */
export function pinnedCell(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
  clocks: Clocks,
): Cell {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const board = parameters.boards[deviceClass];
  const drive = {
    cpu: clocks.cpuKhz / (cpuKhz[cpuKhz.length - 1] ?? NaN),
    gpu: clocks.gpuHz / (gpuHz[gpuHz.length - 1] ?? NaN),
    penalty: 0,
  };
  const batch = batchPhysics(board, parameters.workloads[deviceClass][workload], batchSize, drive);
  const batches = INFERENCES / batchSize;
  const [energyJ, durationS] = [batches * batchEnergy(board, batch), batches * batchDuration(batch)];
  return { cpuKhz: clocks.cpuKhz, gpuHz: clocks.gpuHz, energyJ, durationS, powerW: energyJ / durationS };
}

/** The DVFS cell: default governors over the full range. */
function dvfsTrial(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
): TrialTruth {
  const options = { deviceClass, workload, batchSize, graphMode: 'dynamic' as const };
  return expectedTrial(options, defaultGovernors(deviceClass), INFERENCES, parameters);
}

/** Energy over the whole table of both clocks, its least cell, and that cell against DVFS. */
export function topologyOf(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
): Topology {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const cells = gpuHz.flatMap((gpu) =>
    cpuKhz.map((cpu) => pinnedCell(parameters, deviceClass, workload, batchSize, { cpuKhz: cpu, gpuHz: gpu })),
  );
  const optimum = leastEnergy(cells);
  const dvfs = dvfsTrial(parameters, deviceClass, workload, batchSize);
  return {
    cells,
    optimum,
    dvfs,
    savingPct: 100 * (1 - optimum.energyJ / (dvfs.energyMj / 1e3)),
  };
}

/** Cells along the GPU's clock at the CPU clock of the optimum, ascending. */
export function gpuLine(topology: Topology): Cell[] {
  return topology.cells.filter((cell) => cell.cpuKhz === topology.optimum.cpuKhz);
}

/** Cells along the CPU's clock at the GPU clock of the optimum, ascending. */
export function cpuLine(topology: Topology): Cell[] {
  return topology.cells.filter((cell) => cell.gpuHz === topology.optimum.gpuHz);
}

/** By how much energy rises from the optimum to the highest GPU clock, in percent. */
export function riseToHighestGpuPct(topology: Topology): number {
  const line = gpuLine(topology);
  return 100 * ((line[line.length - 1] ?? topology.optimum).energyJ / topology.optimum.energyJ - 1);
}

/** Duration of a cell over that under DVFS, in percent. */
export function latencyOverDvfsPct(topology: Topology, cell: Cell): number {
  return 100 * (cell.durationS / (topology.dvfs.durationMs / 1e3) - 1);
}

/** Mean power under DVFS over that with both clocks pinned at their highest, in percent. */
export function powerOverHighestPct(topology: Topology): number {
  return 100 * (topology.dvfs.meanPowerMw / 1e3 / highestCell(topology).powerW - 1);
}

/** By how much energy varies along each clock with the other at the optimum, in percent of the least. */
export function clockSensitivity(topology: Topology): { cpuPct: number; gpuPct: number } {
  const variation = (line: Cell[]): number => (100 * span(line.map((cell) => cell.energyJ))) / topology.optimum.energyJ;
  return { cpuPct: variation(cpuLine(topology)), gpuPct: variation(gpuLine(topology)) };
}

/** The cell of both highest clocks. */
export function highestCell(topology: Topology): Cell {
  return topology.cells[topology.cells.length - 1] ?? topology.optimum;
}

/** The cell of least energy at one GPU clock. */
export function bestAtGpu(topology: Topology, gpuHz: number): Cell {
  return leastEnergy(topology.cells.filter((cell) => cell.gpuHz === gpuHz));
}

export function leastEnergy(cells: readonly Cell[]): Cell {
  return cells.reduce((least, cell) => (cell.energyJ < least.energyJ ? cell : least));
}

/** Highest less lowest of a series. */
export function span(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers);
}

/** How much less energy the best cell at `gpuHz` needs than the best at any other GPU clock, as a fraction. */
export function optimumMargin(topology: Topology, gpuHz: number): number {
  const elsewhere = topology.cells.filter((cell) => cell.gpuHz !== gpuHz);
  return leastEnergy(elsewhere).energyJ / bestAtGpu(topology, gpuHz).energyJ - 1;
}
