import type { SearchParameters } from '../search/search-problem';

/** Trials to come on one device, in the order of execution. Typed arrays: a campaign may have a million trials. */
export interface ProposedTrials {
  readonly deviceId: string;
  /** Each trial's cell: its index among the campaign's cells, sorted by cell key. */
  readonly cells: Int32Array;
  /** How many times the cell has then been proposed on this device, which is also the trial's block; 0 of a sentinel trial. */
  readonly repetitions: Int32Array;
}

/** A cell on one device: what was proposed, and the statistics of its accepted trials. */
export interface SearchCell {
  /** Index among the campaign's cells, sorted by cell key. */
  readonly cell: number;
  readonly proposed: number;
  /** Accepted trials. */
  readonly trials: number;
  /** Null before the first accepted trial. */
  readonly energyMj: number | null;
  /** Standard deviation of log energy; null before the second accepted trial. */
  readonly sdLogEnergy: number | null;
}

export interface SearchDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly cellCount: number;
  /** Trials proposed so far, without sentinels, and how many of all are not settled yet. */
  readonly proposed: number;
  readonly open: number;
  /** Its sentinel cell: index among the campaign's cells; null: it has none. */
  readonly sentinel: number | null;
  /** In the order in which they were first planned; null until the strategy asks to read them. */
  readonly cells: readonly SearchCell[] | null;
}

/** What a strategy decides from: the campaign's devices that are not retired. */
export interface SearchState {
  readonly devices: readonly SearchDevice[];
}

export type Proposal =
  /** To be appended after those that are there. */
  | { kind: 'trials'; trials: ProposedTrials[] }
  /** Ask again with the cells of every device: they are read only for a strategy that needs them. */
  | { kind: 'read-cells' }
  /** What comes next follows from every trial so far (`decideSearch`). */
  | { kind: 'search' }
  /** Nothing now; ask again when trials have settled. */
  | { kind: 'wait' }
  | { kind: 'stop'; reason: string };

/** Proposes the next trials of a campaign, or stops it. Pure: asked at launch and in every dispatch round. */
export interface Strategy {
  readonly name: string;
  propose(state: SearchState): Proposal;
}

/**
 * `randomised-blocks`: each block holds every cell once, shuffled. `mirrored-blocks`: each second block is the one before in reverse, so that
 * what drifts evenly cancels between any two cells (A B B A). `sequential`: all repetitions of a cell in a row.
 */
export const TRIAL_ORDERS = ['randomised-blocks', 'mirrored-blocks', 'sequential'] as const;
export type TrialOrder = (typeof TRIAL_ORDERS)[number];

export interface SweepParameters {
  /** Trials of every cell on every device. */
  readonly repetitions: number;
  readonly order: TrialOrder;
  readonly seed: number;
  /** Each device measures its sentinel cell after so many trials; null, or not stored: there are no sentinels. */
  readonly sentinelEvery?: number | null | undefined;
}

export interface TopUpParameters extends SweepParameters {
  /** Share of a device's cells that is measured more often, above 0 and up to 1. */
  readonly share: number;
  /** How many more trials each of those cells gets. */
  readonly trials: number;
}

/** `repetitions` is the least number of trials of a cell. */
export interface RepeatUntilParameters extends SweepParameters {
  /** Half-width of the 95 % interval of mean energy, relative: 2 % is 0.02. */
  readonly until: number;
  /** The most trials of a cell. */
  readonly max: number;
}

/** `repetitions` is those of the sweep that the search is compared with. */
export interface GuidedParameters extends SweepParameters, Omit<SearchParameters, 'seed' | 'sweepRepetitions'> {
  /** Ids of the campaigns that it starts from, fixed at launch; left out: none. */
  readonly earlierCampaigns?: readonly string[] | undefined;
}

/** A strategy by its name, with what it is built from. */
export type StrategySpec =
  | { readonly name: 'sweep'; readonly parameters: SweepParameters }
  | { readonly name: 'top-up'; readonly parameters: TopUpParameters }
  | { readonly name: 'repeat-until'; readonly parameters: RepeatUntilParameters }
  | { readonly name: 'search'; readonly parameters: GuidedParameters };
