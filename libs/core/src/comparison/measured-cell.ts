import type { ClockLevel } from '../validity/trial-evidence';
import type { Interval } from '../statistics/interval';

/** What an accepted trial contributes. Uncertainties are expanded (k = 2). */
export interface AcceptedTrial {
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
  /** Number of the block it was executed in. */
  block: number;
  absoluteUncertaintyMj: number;
  relativeUncertaintyMj: number;
}

/** A cell on one device with its accepted trials. */
export interface MeasuredCell {
  cellKey: string;
  device: string;
  deviceClass: string;
  workload: string;
  batchSize: number;
  graphMode: string;
  inferences: number;
  cpuKhz: ClockLevel;
  gpuHz: ClockLevel;
  cpuGovernor: string | null;
  gpuGovernor: string | null;
  trials: readonly AcceptedTrial[];
}

/** A cell's levels and figures, as they are reported. */
export interface CellSummary {
  cellKey: string;
  cpuKhz: ClockLevel;
  gpuHz: ClockLevel;
  batchSize: number;
  graphMode: string;
  cpuGovernor: string | null;
  gpuGovernor: string | null;
  trials: number;
  /** With the 95 % interval of repetition, from the variance pooled over the device. */
  energyMj: Interval;
  medianEnergyMj: number;
  /** Expanded uncertainty (k = 2) of the figure on its own: repetition and everything systematic. */
  absoluteUncertaintyMj: number;
  /** The same without what cancels in a ratio on one device (gain, shunt tolerance). */
  relativeUncertaintyMj: number;
  durationMs: Interval;
  powerMw: Interval;
}
