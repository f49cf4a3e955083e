import type { ScheduleRule } from './schedule-rule';
import { nextTicks } from './ticks';
import { nextTimeOfDay, dailyWindowAt } from './window';

/** A tick is on time so long after it: a controller that is started again needs a while. In ms. */
export const GRACE_MS = 120_000;
/** Ticks that are decided at once; of a schedule that fires every minute more are due after a day without a controller. */
export const TICKS_AT_ONCE = 500;

/** Why a tick starts nothing. */
export const SKIP_REASONS = [
  'paused',
  'owner_disabled',
  'missed',
  'superseded',
  'outside_window',
  'overlap',
  'window_over',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Where a schedule stands. */
export interface ScheduleState {
  /** All ticks up to here are decided, in ms since the epoch; at first, when it was added. */
  decidedUntilMs: number;
  /** The tick that waits for the night before to end. */
  waitingTickMs: number | null;
  /** The night before has not ended. */
  running: boolean;
  paused: boolean;
  ownerDisabled: boolean;
}

/** A decided tick, or a run of `count` ticks from `tickMs` to `lastTickMs` that were skipped for one reason. */
export interface DecidedTicks {
  tickMs: number;
  lastTickMs: number;
  count: number;
  /** Null: it starts a night. */
  skipped: SkipReason | null;
}

/** What a round decides; to be stored as a whole, and only where the schedule still stands as it did. */
export interface TickRound {
  decided: DecidedTicks[];
  decidedUntilMs: number;
  waitingTickMs: number | null;
  /** More ticks are due: decide again at once. */
  more: boolean;
}

/**
 * Decides all ticks that are due. At most one of them, the latest, starts a night: a schedule never catches up with several.
 * With a clock that was put back none is due, until it has passed the last decided tick again.
 */
export function decideTicks(rule: ScheduleRule, state: ScheduleState, nowMs: number): TickRound {
  const due = nextTicks(rule.ticks, state.decidedUntilMs, TICKS_AT_ONCE + 1, nowMs);
  const more = due.length > TICKS_AT_ONCE;
  if (more) due.pop();
  const latest = due.at(-1);
  if (latest === undefined) return { ...stand(state), decided: [], more };
  const older = more ? due : due.slice(0, -1);
  const decided = runOf(older, olderReason(rule, state));
  if (more) return { decided, decidedUntilMs: latest, waitingTickMs: null, more };
  const decision = decideLatest(rule, state, latest, nowMs);
  const olderUntilMs = older.at(-1) ?? state.decidedUntilMs;
  if (decision === 'wait') return { decided, decidedUntilMs: olderUntilMs, waitingTickMs: latest, more };
  decided.push({ tickMs: latest, lastTickMs: latest, count: 1, skipped: decision === 'start' ? null : decision });
  return { decided, decidedUntilMs: latest, waitingTickMs: null, more };
}

function stand({ decidedUntilMs, waitingTickMs }: ScheduleState): Pick<TickRound, 'decidedUntilMs' | 'waitingTickMs'> {
  return { decidedUntilMs, waitingTickMs };
}

function runOf(ticks: readonly number[], skipped: SkipReason): DecidedTicks[] {
  const [tickMs] = ticks;
  if (tickMs === undefined) return [];
  return [{ tickMs, lastTickMs: ticks.at(-1)!, count: ticks.length, skipped }];
}

function olderReason({ missed, overlap }: ScheduleRule, { paused, ownerDisabled }: ScheduleState): SkipReason {
  if (paused) return 'paused';
  if (ownerDisabled) return 'owner_disabled';
  return missed.kind === 'skip' && overlap === 'skip' ? 'missed' : 'superseded';
}

function decideLatest(
  rule: ScheduleRule,
  state: ScheduleState,
  tickMs: number,
  nowMs: number,
): SkipReason | 'start' | 'wait' {
  const { window, zone, overlap } = rule;
  if (state.paused) return 'paused';
  if (state.ownerDisabled) return 'owner_disabled';
  const opened = window && dailyWindowAt(window, zone, tickMs);
  if (window && !opened) return 'outside_window';
  const waits = state.waitingTickMs === tickMs;
  if (!waits && isMissed(rule, tickMs, nowMs)) return 'missed';
  if (opened && nowMs >= opened.endMs) return 'window_over';
  if (!state.running) return 'start';
  return overlap === 'skip' ? 'overlap' : 'wait';
}

function isMissed({ missed, zone }: ScheduleRule, tickMs: number, nowMs: number): boolean {
  if (nowMs - tickMs <= GRACE_MS) return false;
  return missed.kind === 'skip' || nowMs > nextTimeOfDay(missed.minute, zone, tickMs);
}
