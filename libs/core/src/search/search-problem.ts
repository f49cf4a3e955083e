/** The methods by which a search chooses the next trial. */
export const SEARCH_METHODS = [
  'steered',
  'gp',
  'thompson',
  'gradient',
  'halving',
  'sweep',
  'random',
  'online',
  'pareto',
] as const;
export type SearchMethod = (typeof SEARCH_METHODS)[number];

/** What is to be least. */
export const SEARCH_OBJECTIVES = ['energy', 'latency', 'cost', 'edp'] as const;
export type SearchObjectiveName = (typeof SEARCH_OBJECTIVES)[number];

/** What a search looks for: the least of something, among the cells that keep the limits. */
export interface SearchObjective {
  /**
   * `energy` of an inference; `latency`, the mean time of a batch; `edp`, energy of an inference times the time of its batch; `cost`, by equation 6.1 of the study: weight x energy +
   * (1 - weight) x latency, each relative to that of the reference cell.
   */
  readonly name: SearchObjectiveName;
  /** Of energy in `cost`, 0 to 1. */
  readonly weight: number;
  readonly maxLatencyMs: number | null;
  readonly maxPowerMw: number | null;
  /** Of an inference. */
  readonly maxEnergyMj: number | null;
}

/** What a cell sets, as a search sees it. */
export interface SearchLevels {
  /** Numbers that a model can interpolate; null: a governor chooses, or the board has no such clock. */
  readonly cpuHz: number | null;
  readonly gpuHz: number | null;
  readonly memoryHz: number | null;
  readonly cores: number | null;
  readonly batchSize: number;
  readonly inferences: number;
  /** All other levels (governors, graph mode, runtime, parameters), as one text. */
  readonly words: string;
}

/** A cell of a search. */
export interface SearchCandidate {
  /** Index among the campaign's cells, sorted by cell key. */
  readonly cell: number;
  readonly levels: SearchLevels;
  /** It is measured to be compared with, and not chosen: governors have the clocks. */
  readonly isReference: boolean;
}

/** Why a trial was proposed. */
export const TRIAL_PURPOSES = ['start', 'improve', 'repeat', 'check', 'confirm'] as const;
export type TrialPurpose = (typeof TRIAL_PURPOSES)[number];

/** A trial of a search, measured or not yet. */
export interface SearchTrial {
  readonly cell: number;
  readonly deviceId: string;
  readonly purpose: TrialPurpose;
  /** `open`: pending or being measured. `failed`: it is not tried again. */
  readonly state: 'open' | 'accepted' | 'failed';
  /** Of a failed one: the workload did not fit into the memory, and will not. */
  readonly outOfMemory: boolean;
  /** Of an accepted one: the inference window. NaN where it is not known. */
  readonly durationMs: number;
  readonly energyMj: number;
  /** Start of its window, ms since 1970. */
  readonly startedAtMs: number;
  /** What it took of the device's time, waits and settling included; NaN: not known. */
  readonly deviceMs: number;
}

export interface SearchParameters {
  readonly method: SearchMethod;
  readonly objective: SearchObjective;
  /** The search is over when nothing is better by more than this share (0.01 is 1 %) with this probability. */
  readonly margin: number;
  readonly probability: number;
  /** Most trials of the search, over all devices; null: what the method has by default (`defaultBudget`). */
  readonly maxTrials: number | null;
  /** Most device time of the search in s, over all devices; null: no limit. */
  readonly maxDeviceS: number | null;
  /** Cells that are measured at random after the search. */
  readonly checkCells: number;
  /** Trials of each of winner, runner-up and reference after the search; 0: they are not confirmed. */
  readonly confirmTrials: number;
  readonly seed: number;
  /** Repetitions of the sweep that device time is compared with. */
  readonly sweepRepetitions: number;
}

/** Means of a candidate of the same workload that an earlier campaign measured on a device of the class. */
export interface EarlierCell {
  readonly cell: number;
  readonly deviceId: string;
  /** Of a batch. */
  readonly latencyMs: number;
  readonly powerMw: number;
}

/** What earlier campaigns on the device class measured. It never changes while the search runs. */
export interface EarlierKnowledge {
  readonly cells: readonly EarlierCell[];
  /** Candidates at which other workloads cost least, the one of each workload. */
  readonly starts: readonly number[];
}

/** One search: the cells of one workload on the devices of one class. */
export interface SearchProblem {
  readonly candidates: readonly SearchCandidate[];
  readonly earlier?: EarlierKnowledge;
  readonly parameters: SearchParameters;
}

/** What was tried. Trials in the order in which they were proposed. */
export type SearchHistory = readonly SearchTrial[];

export interface Choice {
  readonly cell: number;
  readonly purpose: TrialPurpose;
}

export type SearchDecision =
  | { readonly kind: 'measure'; readonly choice: Choice }
  | { readonly kind: 'wait' }
  | { readonly kind: 'stop'; readonly verdict: SearchVerdict };

/**
 * How a search ended. `certified`: nothing is better by more than the margin with the asked probability. `budget`: the budget ended before.
 * `ended`: the method has no more to try (`sweep`, `gradient`, `halving`, `gp`), and the probability is below. `infeasible`: no cell keeps the limits.
 * `nothing measured`: every trial failed. `stopped`: it was stopped, or has no device left, before it came to its end.
 */
export const SEARCH_OUTCOMES = ['certified', 'budget', 'ended', 'infeasible', 'nothing measured', 'stopped'] as const;
export type SearchOutcome = (typeof SEARCH_OUTCOMES)[number];

export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface SearchVerdict {
  readonly outcome: SearchOutcome;
  /** The cell of least expected cost among those that were measured and keep the limits; null: there is none. */
  readonly cell: number | null;
  /** The next best, that of the least cost among the others. */
  readonly runnerUp: number | null;
  /** With `pareto`: the cells that no other beats in both time and energy, by what is believed, the fastest first; empty otherwise. */
  readonly front: readonly number[];
  /** Probability that no cell is better than `cell` by more than the margin, by the model, whatever the method; of `pareto`, that the front holds all but the margin of the hypervolume. */
  readonly probability: number;
  readonly margin: number;
  /** Saving over the reference cell in percent of its cost, with 95 %; null: it has no accepted trial. */
  readonly savingPct: Estimate | null;
  /** In one sentence: what was found, and what more budget would bring. */
  readonly reason: string;
}
