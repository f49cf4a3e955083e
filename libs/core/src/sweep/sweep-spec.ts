import type { OfferFacts } from '../factors/factor';
import type { FactorName, WantedFactors } from '../factors/registry';
import type { GraphMode } from '../workload/known-workloads';
import type { CellLevels } from './cell';

export interface SweepWorkload {
  readonly name: string;
  readonly graph: GraphMode;
  readonly command: readonly string[] | null;
}

/** A device left to its governors: within the limits in force on it, or over its whole tables. */
export type Baseline = 'stock' | 'dvfs';

/** Levels that are not measured together: a cell that has one of each is left out. */
export interface Exclusion {
  /** Names; null: of any workload. */
  readonly workloads: readonly string[] | null;
  readonly factors: Partial<WantedFactors>;
}

/** What `expandSweep` needs of a campaign spec. */
export interface SweepSpec {
  readonly workloads: readonly SweepWorkload[];
  readonly factors: WantedFactors & {
    /** Overrides by device class. */
    readonly perClass: Readonly<Partial<Record<string, Partial<WantedFactors>>>>;
  };
  /** Cells to compare with: within the limits in force, over the whole table, both, or none. */
  readonly baseline: readonly Baseline[];
  readonly exclude?: readonly Exclusion[];
  /** Factors whose levels go together, the first with the first, instead of each with each. */
  readonly zip?: readonly (readonly FactorName[])[];
  /** Whether a cell is measured; the baseline always is. Left out, every cell is. */
  readonly keeps?: (deviceClass: string, levels: CellLevels) => boolean;
  readonly inferences: number;
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
}
