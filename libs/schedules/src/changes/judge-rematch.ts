import {
  awaitsSibling,
  BLOCK_EXECUTIONS,
  judgeConfirmation,
  judgeSibling,
  reachOfTurns,
  type ConfirmationResult,
  type SiblingTurns,
  type TurnsSize,
} from '@joulefleet/core';
import type { Rematch, StoredMeasuredAgain, TurnTrial } from '@joulefleet/store';
import type { NightCells } from './night-cell';
import { turnBlocks } from './turn-blocks';

/** What of a rematch is known so far. */
export interface JudgedRematch extends ConfirmationResult {
  observations: number;
}

/** A rematch on its device, and on its sibling; null: it has none. */
export interface JudgedPair {
  own: JudgedRematch;
  sibling: (JudgedRematch & { device: string }) | null;
}

export function judgePair(rematch: Rematch, trials: readonly TurnTrial[], cells: NightCells): JudgedPair {
  const { sibling } = rematch;
  const there = sibling && judgeRematch({ ...rematch, members: sibling.members }, trials, cells);
  return {
    own: judgeRematch(rematch, trials, cells),
    sibling: there ? { ...there, device: sibling.device } : null,
  };
}

/** The device whose test is still waited for; null: it is the device itself, or none. */
export function siblingAwaited({ own, sibling }: JudgedPair): string | null {
  return sibling && awaitsSibling(own.state, sibling.state) ? sibling.device : null;
}

type Plan = Pick<Rematch, 'direction' | 'looks'>;
type Outcome = Pick<StoredMeasuredAgain, 'outcome' | 'shift' | 'reach' | 'sibling' | 'executions'>;

/** What is stored of it; null: it is not decided. */
export function outcomeOf({ own, sibling }: JudgedPair, rematch: Plan): Outcome | null {
  if (own.state === 'undecided') return null;
  return {
    outcome: own.state === 'confirmed' ? 'differ' : 'alike',
    ...sizeOf(rematch, own),
    sibling: sibling && sibling.observations > 0 ? siblingTurns(rematch, own, sibling) : null,
    executions: BLOCK_EXECUTIONS * (own.observations + (sibling?.observations ?? 0)),
  };
}

function siblingTurns(rematch: Plan, own: JudgedRematch, sibling: NonNullable<JudgedPair['sibling']>): SiblingTurns {
  const [here, there] = [sizeOf(rematch, own), sizeOf(rematch, sibling)];
  const outcome = judgeSibling({ ...here, state: own.state }, { ...there, state: sibling.state });
  return { device: sibling.device, outcome, ...there };
}

function sizeOf(rematch: Plan, judged: JudgedRematch): TurnsSize {
  return { shift: rematch.direction * judged.difference, reach: reachOfTurns(rematch, judged, judged.observations) };
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
