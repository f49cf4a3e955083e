import type { Ticks } from './ticks';

/** A time of day, in minutes since midnight on the clock of the schedule's zone. */
export type MinuteOfDay = number;

/** From one time of day to another; one that ends before it begins crosses midnight. */
export interface DailyWindow {
  from: MinuteOfDay;
  to: MinuteOfDay;
}

/** What becomes of a tick at which no controller ran: nothing, or one late start until a time of day. */
export type MissedPolicy = { kind: 'skip' } | { kind: 'until'; minute: MinuteOfDay };

/** What becomes of a tick while the night before still runs. */
export type OverlapPolicy = 'skip' | 'queue';

/** When a schedule starts a night, and when it ends it. */
export interface ScheduleRule {
  ticks: Ticks;
  zone: string;
  /** Null: a night may start and go on at any time. */
  window: DailyWindow | null;
  missed: MissedPolicy;
  overlap: OverlapPolicy;
  /** Device time that a night may take, summed over its devices, in ms; null: without a limit. */
  budgetMs: number | null;
}
