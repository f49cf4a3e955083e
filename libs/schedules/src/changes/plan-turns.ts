import { planConfirmation, type Flag, type NightMetric } from '@joulefleet/core';
import type { TurnTest } from '@joulefleet/store';
import type { NightTable } from './night-table';

/** The least change that a test is planned for, and what a flagged one is taken for: it was chosen for being large. */
const MIN_EFFECT = 0.009;
const SHRINK = 0.8;
/** Executions scatter by this at least, whatever few of them say; a logarithm. */
const MIN_SD = 0.001;
/** Observations of a test at most; each is a mirrored block of one cell. */
const MAX_OBSERVATIONS = 24;
/** Cells that are measured in turn, of those that were flagged together. */
const MAX_MEMBERS = 4;

/** How versions are compared in what was flagged. `shift`: by how much they may differ, a logarithm. */
export function planTurns(flag: Flag, shift: number, alpha: number, table: NightTable): TurnTest {
  const rows = flag.members.slice(0, MAX_MEMBERS);
  const variance = rows.reduce((sum, row) => sum + (table.within[row]! || 0) ** 2, 0) / rows.length;
  const sd = Math.max(MIN_SD, Math.sqrt(variance));
  const effect = Math.max(MIN_EFFECT, SHRINK * Math.abs(shift)) / sd;
  const plan = planConfirmation(alpha, effect, MAX_OBSERVATIONS);
  return {
    ...{ metric: flag.metric as NightMetric, direction: Math.sign(flag.z), sd },
    members: rows.map((row) => ({ device: table.series[row]!.device, cell: table.series[row]!.cell })),
    ...{ alpha: plan.alpha, effect: plan.effect, looks: [...plan.looks], boundaries: [...plan.boundaries] },
  };
}

/** Repetitions of each version that all tests together can ask for: two to a block. */
export function repetitionsOf(tests: readonly TurnTest[]): number {
  return 2 * Math.max(...tests.map(({ looks, members }) => Math.ceil(looks.at(-1)! / members.length)));
}
