import { frequencyTable } from '@joulefleet/core';
import { batchPhysics, dynamicPower, type Drive, type DynamicPowerW } from './batch-physics';
import type { ImplementationParameters, Parameters } from './parameters';
import type { Clocks, Phase, RailPowersMw, RunOptions } from './quantities';

/** Part of the power that no clock changes which the SoC rail carries; the rest is memory, IO and regulators. */
const SOC_PART_OF_BASE = 0.35;
/** Part of a domain's dynamic power that clock trees draw with nothing to do. */
const IDLE_CPU_FRACTION = 0.12;
const IDLE_GPU_FRACTION = 0.03;

/**
 * The two phases of one batch: the CPU prepares it while the GPU waits, then the GPU computes while the CPU waits.
 * Their mean power is that of the model's closed form. `dvfs` adds the voltage that governors ask for in excess.
 */
export function batchPhases(
  options: RunOptions,
  clocks: Clocks,
  dvfs: boolean,
  parameters: Parameters,
): [Phase, Phase] {
  const board = parameters.boards[options.deviceClass];
  const work = parameters.workloads[options.deviceClass][options.workload];
  const drive = driveOf(options, clocks, dvfs, parameters);
  const batch = batchPhysics(board, work, options.batchSize, drive);
  const factor =
    runtimeFactor(options, parameters.implementation) *
    (options.graphMode === 'static' ? parameters.implementation.staticBatch : 1);
  return [
    { durationUs: batch.cpuPhaseS * factor * 1e6, powerMw: railPowers(board.baseW, batch.cpuPhase) },
    { durationUs: batch.gpuPhaseS * factor * 1e6, powerMw: railPowers(board.baseW, batch.gpuPhase) },
  ];
}

/** Model initialisation: the CPU reads weights and builds the graph, then they are copied to the GPU. */
export function loadPhases(options: RunOptions, clocks: Clocks, dvfs: boolean, parameters: Parameters): Phase[] {
  const board = parameters.boards[options.deviceClass];
  const work = parameters.workloads[options.deviceClass][options.workload];
  const drive = driveOf(options, clocks, dvfs, parameters);
  const factor =
    runtimeFactor(options, parameters.implementation) *
    (options.graphMode === 'static' ? parameters.implementation.staticLoad : 1);
  return [
    {
      durationUs: (work.loadCpuS / drive.cpu) * factor * 1e6,
      powerMw: railPowers(board.baseW, dynamicPower(board, work.gpuW, drive, 0, 1)),
    },
    {
      durationUs: (work.loadGpuS / drive.gpu) * factor * 1e6,
      powerMw: railPowers(board.baseW, dynamicPower(board, work.gpuW, drive, 0.5, 0.5)),
    },
  ];
}

/** Power with no workload: what the board needs at its lowest clocks, and a little for the clock trees above them. */
export function idlePower(
  deviceClass: RunOptions['deviceClass'],
  clocks: Clocks,
  parameters: Parameters,
): RailPowersMw {
  const board = parameters.boards[deviceClass];
  const drive = { ...fractionsOf(deviceClass, clocks), penalty: 0 };
  const full = dynamicPower(board, parameters.workloads[deviceClass].alexnet.gpuW, drive, 1, 1);
  return railPowers(board.idleW, { gpuW: full.gpuW * IDLE_GPU_FRACTION, cpuW: full.cpuW * IDLE_CPU_FRACTION });
}

function driveOf(options: RunOptions, clocks: Clocks, dvfs: boolean, parameters: Parameters): Drive {
  const penalty = dvfs ? parameters.workloads[options.deviceClass][options.workload].voltagePenalty : 0;
  return { ...fractionsOf(options.deviceClass, clocks), penalty };
}

function fractionsOf(deviceClass: RunOptions['deviceClass'], clocks: Clocks): { cpu: number; gpu: number } {
  const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
  return { cpu: clocks.cpuKhz / Math.max(...cpuKhz), gpu: clocks.gpuHz / Math.max(...gpuHz) };
}

/** The study gives each of these as one figure for the whole trial, so each stretches or shortens all of its phases. */
function runtimeFactor(options: RunOptions, implementation: ImplementationParameters): number {
  return (
    (options.runtime === 'libtorch' ? implementation.libtorch : 1) *
    (options.lazyLoading === false ? implementation.lazyLoadingOff : 1) *
    (options.garbageCollection === false ? implementation.garbageCollectionOff : 1)
  );
}

function railPowers(baseW: number, dynamic: DynamicPowerW): RailPowersMw {
  return {
    totalMw: (baseW + dynamic.gpuW + dynamic.cpuW) * 1e3,
    gpuMw: dynamic.gpuW * 1e3,
    cpuMw: dynamic.cpuW * 1e3,
    socMw: baseW * SOC_PART_OF_BASE * 1e3,
  };
}
