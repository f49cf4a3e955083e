import type { FactorLevels } from '../factors/registry';
import type { GraphMode } from '../workload/known-workloads';

/** What is executed in a cell, apart from its factors. */
export interface CellWork {
  readonly workload: string;
  /** A user's own command; null for a workload that is installed on the device. */
  readonly command: readonly string[] | null;
  readonly graphMode: GraphMode;
}

/** One combination of levels, by key of the factor. */
export type CellLevels = CellWork & FactorLevels;

/** One combination of levels on one device class. */
export interface Cell {
  /** Hash of the device class and the levels (`cellKey`). */
  readonly cellKey: string;
  readonly deviceClass: string;
  readonly levels: CellLevels;
}
