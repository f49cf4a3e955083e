import {
  CONFIRMATION_SHARE,
  ConfirmationLedger,
  JUDGED_BY,
  levelOfTest,
  likelyExecutions,
  type Change,
} from '@joulefleet/core';
import type { Rematch } from '@joulefleet/store';
import type { JudgedNights } from './judge-schedule';
import { planTurns } from './plan-turns';

/** What is to be measured again, and how certain it is that there is something. */
export interface ChosenRematch {
  rematch: Rematch;
  score: number;
}

/**
 * What is to be measured again in the last of the judged nights: what was flagged in it, since the version under test was changed, as far as
 * the share of executions allows, the most certain first. All of it has one former version: that of the most certain.
 */
export function chooseRematches(judged: JudgedNights): ChosenRematch[] {
  const ledger = ledgerOf(judged);
  const tonight = suspicionsTonight(judged);
  const alpha = levelOfTest(JUDGED_BY, Math.max(1, tonight.length), 2);
  const chosen: ChosenRematch[] = [];
  for (const change of tonight) {
    const rematch = rematchOf(change, alpha, judged);
    if (!rematch || (chosen[0] && chosen[0].rematch.former !== rematch.former) || !ledger.mayStart(change.flag.z))
      continue;
    ledger.spend(likelyExecutions(rematch));
    chosen.push({ rematch, score: change.flag.z });
  }
  return chosen;
}

function suspicionsTonight({ nights, history }: JudgedNights): Change[] {
  const tonight = history.changes.filter(
    ({ flaggedIn, state, measuredAgain }) => flaggedIn === nights.length - 1 && state === 'suspected' && !measuredAgain,
  );
  return tonight.sort((a, b) => Math.abs(b.flag.z) - Math.abs(a.flag.z));
}

/** What earlier nights spent, of what they were allowed. */
export function ledgerOf({ nights, table, again }: JudgedNights): ConfirmationLedger {
  const ledger = new ConfirmationLedger(CONFIRMATION_SHARE);
  nights.forEach(({ tickMs }, place) => {
    ledger.beginNight(table.executions[place]!);
    for (const each of again) if (each.tickMs === tickMs) ledger.spend(each.executions);
  });
  return ledger;
}

/** Null: nothing tells former and present apart. A device that moved when the version was changed may have been moved by it. */
function rematchOf({ flag, since }: Change, alpha: number, { nights, table }: JudgedNights): Rematch | null {
  const former = nights[since - 1]?.underTest ?? null;
  const present = nights.at(-1)!.underTest;
  if (former === null || present === null || former === present) return null;
  const test = planTurns(flag, { shift: flag.shift, alpha, scatter: table.scatterTonight }, table);
  return { ...{ kind: flag.kind, key: flag.key, former, present }, ...test };
}
