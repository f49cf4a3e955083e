import { SENTINEL_REPETITION } from './with-sentinels';
import type { ProposedTrials, SearchCell, SearchDevice, Strategy } from './strategy';

/** A device of a campaign that is being planned. */
export interface LaunchDevice {
  deviceId: string;
  name: string;
  /** Indices of its cells among the campaign's cells, sorted by cell key; in canonical order. */
  cells: readonly number[];
  /** Its sentinel cell, likewise; null: it has none. */
  sentinel: number | null;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface LaunchState extends Mutable<SearchDevice> {
  cells: SearchCell[];
  byIndex: Map<number, Mutable<SearchCell>>;
}

/** Everything that a strategy proposes before the first trial is measured, block by block: never all of it at once. */
export function* proposeLaunch(strategy: Strategy, devices: readonly LaunchDevice[]): Generator<ProposedTrials> {
  const states = devices.map(stateOf);
  const byDevice = new Map(states.map((state) => [state.deviceId, state]));
  for (;;) {
    const proposal = strategy.propose({ devices: states });
    if (proposal.kind !== 'trials') return;
    for (const trials of proposal.trials) {
      note(byDevice.get(trials.deviceId)!, trials);
      yield trials;
    }
  }
}

function stateOf({ deviceId, name, cells, sentinel }: LaunchDevice): LaunchState {
  const known = cells.map((cell) => ({ cell, proposed: 0, trials: 0, energyMj: null, sdLogEnergy: null }));
  const byIndex = new Map(known.map((cell) => [cell.cell, cell]));
  return { deviceId, name, cellCount: cells.length, proposed: 0, open: 0, sentinel, cells: known, byIndex };
}

function note(state: LaunchState, { cells, repetitions }: ProposedTrials): void {
  for (const [index, cell] of cells.entries()) {
    if (repetitions[index] === SENTINEL_REPETITION) continue;
    state.byIndex.get(cell)!.proposed++;
    state.proposed++;
  }
  state.open += cells.length;
}
