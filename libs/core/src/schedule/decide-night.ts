import type { ScheduleRule } from './schedule-rule';
import { dailyWindowAt } from './window';

/** A night that a schedule started. */
export interface Night {
  /** In ms since the epoch. */
  startedMs: number;
  /** Device time that it has taken, summed over its devices, in ms. */
  consumedMs: number;
}

/** Why a night is stopped, at the end of the trials in hand. */
export type NightEnd = 'window_over' | 'budget_spent';

/** Whether a night is to end now; null: it goes on. */
export function decideNight(
  { window, zone, budgetMs }: Pick<ScheduleRule, 'window' | 'zone' | 'budgetMs'>,
  { startedMs, consumedMs }: Night,
  nowMs: number,
): NightEnd | null {
  const opened = window && dailyWindowAt(window, zone, startedMs);
  if (window && nowMs >= (opened?.endMs ?? startedMs)) return 'window_over';
  return budgetMs !== null && consumedMs >= budgetMs ? 'budget_spent' : null;
}
