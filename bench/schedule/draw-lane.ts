import {
  parseDailyWindow,
  type MissedPolicy,
  type OverlapPolicy,
  type Random,
  type ScheduleRule,
} from '@joulefleet/core';
import { parseCron } from '@joulefleet/schedules';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'UTC',
] as const;
/** Times of a day around those at which clocks are changed, and the usual ones. */
const TIMES = ['22:00', '00:00', '00:30', '01:30', '02:00', '02:15', '02:30', '03:00', '23:59'] as const;
const FIRST_MS = Date.parse('2024-01-01T00:00:00Z');
const SPREAD_DAYS = 700;
const DAY_MS = 86_400_000;
const MISSED: readonly MissedPolicy[] = [{ kind: 'skip' }, { kind: 'until', minute: 300 }];
const WINDOWS = [null, parseDailyWindow('22:00-06:00')] as const;
const OVERLAPS: readonly OverlapPolicy[] = ['skip', 'queue'];

/** A schedule of one tick a day, and the days over which it is simulated. */
export interface Lane {
  rule: ScheduleRule;
  /** In minutes since midnight. */
  minute: number;
  fromMs: number;
  untilMs: number;
}

/** Draws a schedule; its days hold changes of daylight saving where its zone has any. */
export function drawLane(random: Random, days: number): Lane {
  const any = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const zone = any(ZONES);
  const [hour, minute] = any(TIMES).split(':').map(Number) as [number, number];
  const fromMs = FIRST_MS + Math.floor(random() * SPREAD_DAYS) * DAY_MS;
  const rule: ScheduleRule = {
    ticks: parseCron(`${minute} ${hour} * * *`, zone, fromMs),
    zone,
    window: any(WINDOWS),
    missed: any(MISSED),
    overlap: any(OVERLAPS),
    budgetMs: null,
  };
  return { rule, minute: hour * 60 + minute, fromMs, untilMs: fromMs + days * DAY_MS };
}
