import type { SkipReason } from './decide-ticks';
import type { NightOutcome } from './judge-night';
import type { NightEndReason } from './night-step';

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  paused: 'the schedule was paused',
  owner_disabled: 'its owner is disabled, or may no longer launch campaigns',
  missed: 'no controller ran then',
  superseded: 'a later start came first',
  outside_window: 'the window was closed',
  overlap: 'the night before still ran',
  window_over: 'the window ended while it waited for the night before',
};

const ENDED: Readonly<Record<NightEndReason, string>> = {
  completed: 'all was measured',
  window_over: 'stopped at the end of its window',
  budget_spent: 'stopped when its device-hours were spent',
  ended_by_user: 'a user ended its campaign',
  unsatisfiable: 'all devices of its campaign were retired',
  resolver_failed: 'what is under test could not be found out',
  launch_failed: 'its campaign could not be launched',
};

interface ToldNight {
  skipped: SkipReason | null;
  endReason: NightEndReason | null;
  /** Name of the user who started it by hand. */
  triggeredBy: string | null;
  outcome: NightOutcome;
}

/** What a night did, or why it did not start, in words. */
export function describeNight({ skipped, endReason, triggeredBy, outcome }: ToldNight): string {
  const what = skipped !== null ? SKIPPED[skipped] : endReason === null ? 'it runs' : ENDED[endReason];
  return triggeredBy === null || outcome === 'skipped' ? what : `${what} (started by ${triggeredBy})`;
}

interface CountedTrials {
  total: number;
  accepted: number;
  failed: number;
  missing: number;
}

/** `6 of 8 accepted, 2 missing`; while the night runs `6 of 8 accepted, 2 to come`. */
export function describeNightTrials(
  { accepted, total, failed, missing }: CountedTrials,
  outcome: NightOutcome,
): string {
  const rest = outcome === 'running' ? 'to come' : 'missing';
  const less = [...(failed > 0 ? [`${failed} failed`] : []), ...(missing > 0 ? [`${missing} ${rest}`] : [])];
  return [`${accepted} of ${total} accepted`, ...less].join(', ');
}
