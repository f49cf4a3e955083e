import {
  ConfirmationLedger,
  levelOfTest,
  planConfirmation,
  type Change,
  type Flag,
  type NightMetric,
} from '@joulefleet/core';
import type { Rematch } from '@joulefleet/store';
import { JUDGED_BY, type JudgedNights } from './judge-schedule';

/** Share of the executions of nights that measuring again may take. */
const SHARE = 0.05;
/** The least change that a test is planned for, and what a flagged one is taken for: it was chosen for being large. */
const MIN_EFFECT = 0.009;
const SHRINK = 0.8;
/** Executions scatter by this at least, whatever few of them say; a logarithm. */
const MIN_SD = 0.001;
/** Observations of a test at most; each is a block A B B A. */
const MAX_OBSERVATIONS = 24;
export const BLOCK_EXECUTIONS = 4;
/** Members of a group that are measured again. */
const MAX_MEMBERS = 4;

/**
 * What is to be measured again in the last of the judged nights: what was flagged in it, since the version under test was changed, as far as
 * the share of executions allows, the most certain first. All of it has one former version: that of the most certain.
 */
export function chooseRematches(judged: JudgedNights): Rematch[] {
  const ledger = ledgerOf(judged);
  const tonight = suspicionsTonight(judged);
  const alpha = levelOfTest(JUDGED_BY, Math.max(1, tonight.length), 2);
  const chosen: Rematch[] = [];
  for (const change of tonight) {
    const rematch = rematchOf(change, alpha, judged);
    if (!rematch || (chosen[0] && chosen[0].former !== rematch.former) || !ledger.mayStart(change.flag.z)) continue;
    ledger.spend(BLOCK_EXECUTIONS * rematch.looks.at(-1)!);
    chosen.push(rematch);
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
function ledgerOf({ nights, table, again }: JudgedNights): ConfirmationLedger {
  const ledger = new ConfirmationLedger(SHARE);
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
  const rows = flag.members.slice(0, MAX_MEMBERS);
  const variance = rows.reduce((sum, row) => sum + (table.within[row]! || 0) ** 2, 0) / rows.length;
  const sd = Math.max(MIN_SD, Math.sqrt(variance));
  const plan = planConfirmation(alpha, effectOf(flag) / sd, MAX_OBSERVATIONS);
  return {
    ...{ kind: flag.kind, key: flag.key, metric: flag.metric as NightMetric, direction: Math.sign(flag.z) },
    members: rows.map((row) => ({ device: table.series[row]!.device, cell: table.series[row]!.cell })),
    ...{ former, present, sd, alpha: plan.alpha, effect: plan.effect },
    ...{ looks: [...plan.looks], boundaries: [...plan.boundaries] },
  };
}

function effectOf({ shift }: Flag): number {
  return Math.max(MIN_EFFECT, SHRINK * Math.abs(shift));
}

/** Repetitions of each version that all tests together can ask for: two to a block. */
export function repetitionsOf(rematches: readonly Rematch[]): number {
  return 2 * Math.max(...rematches.map(({ looks, members }) => Math.ceil(looks.at(-1)! / members.length)));
}
