import type { OfferFacts } from '../factors/factor';
import type { WantedParameters } from '../factors/parameters';
import type { FactorName, SomeFactors, WantedFactors } from '../factors/registry';
import type { GraphMode } from '../workload/known-workloads';
import type { CellLevels } from './cell';

export interface SweepWorkload {
  readonly name: string;
  readonly graph: GraphMode;
  readonly command: readonly string[] | null;
  /** What it counts as an inference: `token`, `frame`; left out: an inference. */
  readonly unit?: string;
}

/** A device left to its governors: within the limits in force on it, or over its whole tables. */
export type Baseline = 'stock' | 'dvfs';

/** Levels that are not measured together: a cell that has one of each is left out. */
export interface Exclusion {
  /** Names; null: of any workload. */
  readonly workloads: readonly string[] | null;
  readonly factors: SomeFactors;
}

/** What `expandSweep` needs of a campaign spec. */
export interface SweepSpec {
  readonly workloads: readonly SweepWorkload[];
  readonly factors: WantedFactors & {
    /** Overrides by device class. */
    readonly perClass: Readonly<Partial<Record<string, SomeFactors>>>;
  };
  /** Free parameters of a user's own commands. */
  readonly parameters?: WantedParameters;
  /** Cells to compare with: within the limits in force, over the whole table, both, or none. */
  readonly baseline: readonly Baseline[];
  readonly exclude?: readonly Exclusion[];
  /** Factors whose levels go together, the first with the first, instead of each with each. */
  readonly zip?: readonly (readonly FactorName[])[];
  /**
   * Whether a cell is measured; left out, every cell is. Of a baseline cell only what is said of its workload counts, nothing that
   * depends on the point of the device.
   */
  readonly keeps?: (deviceClass: string, levels: CellLevels, isBaseline: boolean) => boolean;
  readonly inferences: number;
  /** Null, or left out: no sentinels. */
  readonly sentinel?: SentinelRule | null;
}

/** Which cell is measured again and again on each device, to see whether the device drifts. */
export interface SentinelRule {
  /** After so many other trials. */
  readonly everyTrials: number;
  /** One of the campaign's; null: the first that the device can execute. */
  readonly workload: string | null;
  readonly batchSize: number;
}

/** What `expandSweep` needs of a device. */
export interface SweepDevice {
  readonly name: string;
  readonly deviceClass: string;
  /** Names of the installed workloads. */
  readonly workloads: readonly string[];
  /** What it offers, as its last probe found. */
  readonly facts: OfferFacts;
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
  /** Nothing is wrong with the file, but no device that there is can measure what it asks for. */
  readonly unsatisfiable?: true;
}
