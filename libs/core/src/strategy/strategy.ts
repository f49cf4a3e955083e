/** One trial to come: a cell on a device. */
export interface ProposedTrial {
  deviceId: string;
  cellKey: string;
  repetition: number;
  block: number;
}

/** What a strategy may look at when it decides. */
export interface SearchState {
  /** Trials proposed so far, and how many of them are still to be settled. */
  proposed: number;
  open: number;
  /** Statistics per cell and device of what was accepted so far. */
  cells: readonly { deviceId: string; cellKey: string; trials: number; energyMj: number; sdLogEnergy: number }[];
}

export type Proposal =
  | { kind: 'trials'; trials: ProposedTrial[] }
  /** Nothing now; ask again when a trial settles. */
  | { kind: 'wait' }
  | { kind: 'stop'; reason: string };

/** Proposes the next trials of a campaign, or stops it. Pure: asked at launch and whenever a shard settles. */
export interface Strategy {
  readonly name: string;
  propose(state: SearchState): Proposal;
}

/** Every cell, every repetition, in the given order: the study's full sweep. */
export function fullSweep(trials: ProposedTrial[]): Strategy {
  return {
    name: 'full-sweep',
    propose: (state) => {
      if (state.proposed === 0 && trials.length > 0) return { kind: 'trials', trials };
      if (state.open > 0) return { kind: 'wait' };
      return { kind: 'stop', reason: 'every trial of the sweep is settled' };
    },
  };
}
