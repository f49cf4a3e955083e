import type { GraphMode } from '../workload/known-workloads';

/** A clock pinned to one frequency, or left to the governor. */
export type Clock = number | 'dvfs';

/** One combination of levels. Governors stand only at a clock that is left to them; null is the device's default. */
export interface CellLevels {
  readonly workload: string;
  /** A user's own command; null for a workload that is installed on the device. */
  readonly command: readonly string[] | null;
  readonly graphMode: GraphMode;
  readonly batchSize: number;
  readonly cpuKhz: Clock;
  readonly gpuHz: Clock;
  readonly cpuGovernor: string | null;
  readonly gpuGovernor: string | null;
  readonly inferences: number;
}

/** One combination of levels on one device class. */
export interface Cell {
  /** Hash of the device class and the levels (`cellKey`). */
  readonly cellKey: string;
  readonly deviceClass: string;
  readonly levels: CellLevels;
}
