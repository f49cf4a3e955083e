import { MAX_MEMBERS, planFlagTest, type Flag, type NightMetric } from '@joulefleet/core';
import type { TurnTest } from '@joulefleet/store';
import type { NightTable } from './night-table';

/** Executions scatter by this at least, whatever few of them say; a logarithm. */
const MIN_SD = 0.001;

/** `shift`: by how much the versions may differ, a logarithm. `scatter`: by how much more executions of a row vary than usual, a ratio of variances. */
interface TurnsWanted {
  shift: number;
  alpha: number;
  scatter?: ArrayLike<number>;
}

/** How versions are compared in what was flagged. */
export function planTurns(flag: Flag, { shift, alpha, scatter }: TurnsWanted, table: NightTable): TurnTest {
  const rows = flag.members.slice(0, MAX_MEMBERS);
  const varianceOf = (row: number): number => (scatter?.[row] ?? 1) * (table.within[row]! || 0) ** 2;
  const variance = rows.reduce((sum, row) => sum + varianceOf(row), 0) / rows.length;
  const sd = Math.max(MIN_SD, Math.sqrt(variance));
  const plan = planFlagTest({ shift, sd, alpha });
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
