import type { GraphMode } from '../workload/known-workloads';
import type { Clock } from './cell';

/** How a clock is varied. All figures in Hz, also for the CPU: a campaign file may write any unit of frequency. */
export type ClockFactor =
  | { readonly kind: 'all' }
  | { readonly kind: 'levels'; readonly levelsHz: readonly Clock[] }
  /** `levels` of the table's entries inside the range, ends included; null is every entry inside. */
  | { readonly kind: 'range'; readonly fromHz: number; readonly toHz: number; readonly levels: number | null };

export interface SweepFactors {
  readonly gpuFrequency: ClockFactor;
  readonly cpuFrequency: ClockFactor;
  readonly batchSize: readonly number[];
  /** Governors of a CPU left to DVFS; null is the device's default. */
  readonly cpuGovernor: readonly (string | null)[];
  /** Governors of a GPU left to DVFS; null is the device's default. */
  readonly gpuGovernor: readonly (string | null)[];
}

export interface SweepWorkload {
  readonly name: string;
  readonly graph: GraphMode;
  readonly command: readonly string[] | null;
}

/** What `expandSweep` needs of a campaign spec. */
export interface SweepSpec {
  readonly workloads: readonly SweepWorkload[];
  readonly factors: SweepFactors & {
    /** Overrides by device class. */
    readonly perClass: Readonly<Partial<Record<string, Partial<SweepFactors>>>>;
  };
  readonly baseline: 'dvfs' | 'none';
  readonly inferences: number;
}

/** What `expandSweep` needs of a device: its own tables, as its facts give them. */
export interface SweepDevice {
  readonly name: string;
  readonly deviceClass: string;
  readonly cpuKhz: readonly number[];
  readonly gpuHz: readonly number[];
  /** Names of the installed workloads. */
  readonly workloads: readonly string[];
  /** Governors that the device offers; not checked when left out. */
  readonly cpuGovernors?: readonly string[];
  readonly gpuGovernors?: readonly string[];
}

/** Steps into a campaign file, such as `['factors', 'gpuFrequency', 2]`. */
export type SpecPath = readonly (string | number)[];

/** A level that cannot be measured anywhere, with the nearest ones that can. */
export interface SweepError {
  /** The level as a user would write it. */
  readonly level: string;
  readonly message: string;
  readonly nearest: readonly string[];
  /** Where in the campaign file it stands. */
  readonly path: SpecPath;
}
