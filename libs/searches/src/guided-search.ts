import type { FactorLevels, SearchProblem } from '@joulefleet/core';

/** A cell of a campaign that searches, at its index. */
export interface CellOfSearch {
  readonly deviceClass: string;
  readonly workload: string;
  /** Empty: an installed runner. */
  readonly command: readonly string[];
  readonly graphMode: string;
  readonly inferences: number;
  readonly levels: Partial<FactorLevels>;
  readonly deviceIds: readonly string[];
}

/** One search of a campaign: one workload on the devices of one class. */
export interface GuidedSearch {
  readonly deviceClass: string;
  readonly workload: string;
  readonly command: readonly string[];
  /** Ids of the devices that work for it, each of which offers every candidate. */
  readonly deviceIds: readonly string[];
  readonly problem: SearchProblem;
  /** From where the earlier knowledge of its problem is; left out: it starts from nothing. */
  readonly earlierFrom?: EarlierSource;
}

/** From where a search knows something. */
export interface EarlierSource {
  /** Ids of the campaigns, in the order of their cells. */
  readonly campaigns: readonly string[];
  /** Names of the devices that measured cells of its own workload. */
  readonly devices: readonly string[];
}
