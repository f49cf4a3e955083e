import {
  frequencyTable,
  leastEnergyCell,
  STUDY_INFERENCES,
  topologyOfCells,
  type DeviceClass,
  type KnownWorkload,
  type StudyCell,
  type StudyRun,
  type StudyTopology,
} from '@joulefleet/core';
import { batchDuration, batchEnergy, batchPhysics } from '../src/physics/batch-physics';
import type { Parameters } from '../src/physics/parameters';
import type { Clocks } from '../src/physics/quantities';
import { governedTrial } from './observe-governors';

/** A trial of 3,200 inferences with both clocks pinned. */
export function pinnedCell(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
  clocks: Clocks,
): StudyCell {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  const board = parameters.boards[deviceClass];
  const drive = {
    cpu: clocks.cpuKhz / (cpuKhz[cpuKhz.length - 1] ?? NaN),
    gpu: clocks.gpuHz / (gpuHz[gpuHz.length - 1] ?? NaN),
    penalty: 0,
  };
  const batch = batchPhysics(board, parameters.workloads[deviceClass][workload], batchSize, drive);
  const batches = STUDY_INFERENCES / batchSize;
  const [energyJ, durationS] = [batches * batchEnergy(board, batch), batches * batchDuration(batch)];
  return { cpuKhz: clocks.cpuKhz, gpuHz: clocks.gpuHz, energyJ, durationS, powerW: energyJ / durationS, doubt: 0 };
}

/** Every cell of the whole table, by GPU clock, then by CPU clock. */
export function pinnedCells(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
): StudyCell[] {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  return gpuHz.flatMap((gpu) =>
    cpuKhz.map((cpu) => pinnedCell(parameters, deviceClass, workload, batchSize, { cpuKhz: cpu, gpuHz: gpu })),
  );
}

/** Energy over the whole table of both clocks, its least cell, and that cell against DVFS. */
export function topologyOf(
  parameters: Parameters,
  deviceClass: DeviceClass,
  workload: KnownWorkload,
  batchSize: number,
): StudyTopology {
  const dvfs: StudyRun = governedTrial(parameters, deviceClass, workload, batchSize, {});
  return topologyOfCells(pinnedCells(parameters, deviceClass, workload, batchSize), dvfs);
}

/** The cell of least energy at one GPU clock. */
export function bestAtGpu({ cells }: StudyTopology, gpuHz: number): StudyCell {
  return leastEnergyCell(cells.filter((cell) => cell.gpuHz === gpuHz));
}

/** How much less energy the best cell at `gpuHz` needs than the best at any other GPU clock, as a fraction. */
export function optimumMargin(topology: StudyTopology, gpuHz: number): number {
  const elsewhere = topology.cells.filter((cell) => cell.gpuHz !== gpuHz);
  return leastEnergyCell(elsewhere).energyJ / bestAtGpu(topology, gpuHz).energyJ - 1;
}
