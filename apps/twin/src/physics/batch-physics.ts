import type { BoardParameters, WorkloadParameters } from './parameters';

/** Part of the CPU's dynamic power that is drawn while it only waits for the GPU. */
const CPU_WAITING_FRACTION = 0.35;

/** Clocks as fractions of the highest in the device's table, and the extra of dynamic power under governors. */
export interface Drive {
  cpu: number;
  gpu: number;
  penalty: number;
}

/** One batch in numbers: a CPU phase, then a GPU phase; dynamic power of both domains in each. */
export interface BatchPhysics {
  cpuPhaseS: number;
  gpuPhaseS: number;
  cpuPhase: DynamicPowerW;
  gpuPhase: DynamicPowerW;
}

export interface DynamicPowerW {
  gpuW: number;
  cpuW: number;
}

/** Supply voltage relative to that below the knee: constant up to the knee, then rising in proportion to the clock. */
export function relativeVoltage(clock: number, knee: number, rise: number): number {
  return clock <= knee ? 1 : 1 + (rise * (clock - knee)) / (1 - knee);
}

/**
 * Dynamic power of both domains, in W, with `gpuBusy` and `cpuBusy` in [0, 1]:
 * a x V(x)^2 (g + (1 - g) u_gpu)  and  c y V(y)^2 (0.35 + 0.65 u_cpu), both times (1 + penalty).
 */
export function dynamicPower(
  board: BoardParameters,
  gpuW: number,
  drive: Drive,
  gpuBusy: number,
  cpuBusy: number,
): DynamicPowerW {
  const gpuVoltage = relativeVoltage(drive.gpu, board.gpuKnee, board.gpuVoltageRise);
  const cpuVoltage = relativeVoltage(drive.cpu, board.cpuKnee, board.cpuVoltageRise);
  const gpuActivity = board.gpuIdleFraction + (1 - board.gpuIdleFraction) * gpuBusy;
  const cpuActivity = CPU_WAITING_FRACTION + (1 - CPU_WAITING_FRACTION) * cpuBusy;
  return {
    gpuW: gpuW * drive.gpu * gpuVoltage ** 2 * gpuActivity * (1 + drive.penalty),
    cpuW: board.cpuW * drive.cpu * cpuVoltage ** 2 * cpuActivity * (1 + drive.penalty),
  };
}

/**
 * One batch: t_cpu = oc / y + o0, then t_gpu = b (wg / x + wm), in s. In the CPU phase the GPU waits and the other way
 * round, so the mean power over both phases has u_gpu = t_gpu / (t_cpu + t_gpu) and u_cpu = t_cpu / (t_cpu + t_gpu).
 */
export function batchPhysics(
  board: BoardParameters,
  work: WorkloadParameters,
  batchSize: number,
  drive: Drive,
): BatchPhysics {
  return {
    cpuPhaseS: work.cpuScaledS / drive.cpu + work.cpuFixedS,
    gpuPhaseS: batchSize * (work.gpuScaledS / drive.gpu + work.gpuFixedS),
    cpuPhase: dynamicPower(board, work.gpuW, drive, 0, 1),
    gpuPhase: dynamicPower(board, work.gpuW, drive, 1, 0),
  };
}

/** Energy of one batch in J. */
export function batchEnergy(board: BoardParameters, batch: BatchPhysics): number {
  return (
    batch.cpuPhaseS * (board.baseW + batch.cpuPhase.gpuW + batch.cpuPhase.cpuW) +
    batch.gpuPhaseS * (board.baseW + batch.gpuPhase.gpuW + batch.gpuPhase.cpuW)
  );
}

/** Duration of one batch in s. */
export function batchDuration(batch: BatchPhysics): number {
  return batch.cpuPhaseS + batch.gpuPhaseS;
}
