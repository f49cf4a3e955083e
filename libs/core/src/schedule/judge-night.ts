import type { SkipReason } from './decide-ticks';
import type { NightEndReason } from './night-step';

/** What came of a night. */
export const NIGHT_OUTCOMES = ['running', 'complete', 'incomplete', 'failed', 'skipped'] as const;
export type NightOutcome = (typeof NIGHT_OUTCOMES)[number];

/** A night as far as it decides about its outcome. */
export interface JudgedNight {
  skipped: SkipReason | null;
  endReason: NightEndReason | null;
  trials: { total: number; accepted: number } | null;
}

/** Skipped by a person's choice, or for another night: nothing is wrong. */
const BY_CHOICE: ReadonlySet<SkipReason> = new Set(['paused', 'superseded', 'outside_window']);

/**
 * `complete`: every trial has an accepted measurement. `failed`: nothing was measured, or it did not start although it should have.
 * `incomplete`: what lies between.
 */
export function judgeNight({ skipped, endReason, trials }: JudgedNight): NightOutcome {
  if (skipped !== null) return BY_CHOICE.has(skipped) ? 'skipped' : 'failed';
  if (endReason === null) return 'running';
  if (!trials || trials.accepted === 0) return 'failed';
  return endReason === 'completed' && trials.accepted === trials.total ? 'complete' : 'incomplete';
}
