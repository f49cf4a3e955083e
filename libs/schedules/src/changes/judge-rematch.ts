import { judgeConfirmation, type ConfirmationResult } from '@joulefleet/core';
import type { Rematch, TurnTrial } from '@joulefleet/store';
import type { NightCells } from './night-cell';
import { turnBlocks } from './turn-blocks';

/** What of a rematch is known so far. */
export interface JudgedRematch extends ConfirmationResult {
  observations: number;
}

/** Where a test stands: it is looked at after as many observations as it was planned for, whatever more there is. */
export function judgeRematch(rematch: Rematch, trials: readonly TurnTrial[], cells: NightCells): JudgedRematch {
  const observations = observationsOf(rematch, trials, cells);
  let result: JudgedRematch | null = null;
  for (const look of rematch.looks) {
    if (observations.length < look) break;
    const judged = judgeConfirmation(rematch, observations.slice(0, look), rematch.sd);
    result = { ...judged, observations: look };
    if (judged.state !== 'undecided') return result;
  }
  return result ?? { ...judgeConfirmation(rematch, [], rematch.sd), state: 'undecided', observations: 0 };
}

/** Present less former in each block A B B A of each member, in the direction of the flag; a block that lacks a trial counts for nothing. */
function observationsOf(rematch: Rematch, trials: readonly TurnTrial[], cells: NightCells): number[] {
  const { former, present, direction } = rematch;
  return turnBlocks(rematch, [former, present], trials, cells)
    .map(([before, since]) => direction * (since! - before!))
    .filter((difference) => !Number.isNaN(difference));
}
