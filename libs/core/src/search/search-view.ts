import type { SearchPhase } from './end-search';
import type { OnlineRegret } from './online-regret';
import type { Estimate, SearchOutcome, SearchVerdict, TrialPurpose } from './search-problem';

/** One trial of a search, for a reader. */
export interface SearchStep {
  readonly cell: number;
  readonly deviceId: string;
  readonly purpose: TrialPurpose;
  readonly state: 'open' | 'accepted' | 'failed';
  /** In the unit of the objective; null: not measured. */
  readonly cost: number | null;
  readonly deviceMs: number | null;
}

/** What is believed of a cell now. */
export interface SearchBelief {
  readonly cell: number;
  readonly trials: number;
  /** 95 % interval, in the unit of the objective; null: the method has no model, and nothing is measured. */
  readonly cost: Estimate | null;
  /** Probability that it is within the margin of the best. */
  readonly probability: number;
  /** It does not keep a limit, or does not fit into the memory; null: it is not known. */
  readonly isFeasible: boolean | null;
}

/** One search as it is now. */
export interface SearchView {
  readonly phase: SearchPhase;
  /** What it ended with, or would end with if it was stopped now. */
  readonly verdict: SearchVerdict;
  readonly outcome: SearchOutcome | null;
  readonly steps: readonly SearchStep[];
  readonly beliefs: readonly SearchBelief[];
  readonly trials: { readonly made: number; readonly most: number };
  /** Device time in s: by purpose, and what the whole sweep would take by what is believed; NaN: not known. */
  readonly deviceS: {
    readonly search: number;
    readonly check: number;
    readonly confirm: number;
    readonly sweep: number;
  };
  /** Mean error of what the model said of the cells measured at random, in percent; null: none is measured yet. */
  readonly checkErrorPct: number | null;
  /** Measured saving of the winner over the reference by the confirming trials; null: not confirmed. */
  readonly confirmedSavingPct: Estimate | null;
  /** Of the method `online`; null: of another one, or nothing is measured. */
  readonly online: OnlineRegret | null;
}
