import {
  scheduleFault,
  dailyWindowAt,
  nextTimeOfDay,
  parseDailyWindow,
  parseTimeOfDay,
  type DailyWindow,
  type ScheduleRule,
} from '@joulefleet/core';
import type { ScheduleSettings } from '@joulefleet/store';
import { parseCron } from './parse-cron';

/** Starts that are looked at before a window is taken for one that none falls into. */
const STARTS_LOOKED_AT = 400;
export const HOUR_MS = 3_600_000;

/** What a person writes of a rule; what is left out stays. */
export interface WrittenRule {
  cron?: string;
  zone?: string;
  window?: string | null;
  lateUntil?: string | null;
  overlap?: 'skip' | 'queue';
  budgetHours?: number | null;
  priority?: number;
  resolver?: string | null;
  source?: string;
}

/** The columns of what was written. @throws Fault `time_invalid`, `window_empty` (operator). */
export function settingsOf({ window, lateUntil, budgetHours, ...same }: WrittenRule): Partial<ScheduleSettings> {
  const daily = mapGiven(window, parseDailyWindow);
  return {
    ...same,
    windowFrom: mapGiven(daily, ({ from }) => from),
    windowTo: mapGiven(daily, ({ to }) => to),
    missedUntil: mapGiven(lateUntil, parseTimeOfDay),
    budgetMs: mapGiven(budgetHours, (hours) => hours * HOUR_MS),
  };
}

function mapGiven<T, U>(value: T | null | undefined, map: (value: T) => U): U | null | undefined {
  return value === null || value === undefined ? (value as null | undefined) : map(value);
}

type StoredRule = Omit<ScheduleSettings, 'source' | 'priority' | 'resolver'>;

/** @throws Fault `zone_unknown`, `cron_invalid`, `cron_never` (operator). */
export function ruleOf(
  { cron, zone, windowFrom, windowTo, missedUntil, overlap, budgetMs }: StoredRule,
  nowMs: number,
): ScheduleRule {
  return {
    ticks: parseCron(cron, zone, nowMs),
    zone,
    window: windowFrom === null || windowTo === null ? null : { from: windowFrom, to: windowTo },
    missed: missedUntil === null ? { kind: 'skip' } : { kind: 'until', minute: missedUntil },
    overlap,
    budgetMs,
  };
}

/** @throws Fault `window_never` (operator) where every start would be skipped because the window is closed. */
export function requireStarts(rule: ScheduleRule, nowMs: number): void {
  if (!rule.window || startsIn(rule, rule.window, nowMs)) return;
  const message = 'the window is closed at every start of the cron expression: no night would ever start';
  throw scheduleFault(
    'window_never',
    message,
    'Let the window begin at the start, such as 22:00-06:00 for "0 22 * * *".',
  );
}

/** Whether a start falls into the window; of those outside only one is looked at before each opening. */
function startsIn({ ticks, zone }: ScheduleRule, window: DailyWindow, nowMs: number): boolean {
  let afterMs = nowMs;
  for (let looked = 0; looked < STARTS_LOOKED_AT; looked++) {
    const tick = ticks.after(afterMs);
    if (tick === null) return false;
    if (dailyWindowAt(window, zone, tick)) return true;
    afterMs = nextTimeOfDay(window.from, zone, tick) - 1;
  }
  return false;
}

/** `22:00-06:00`. */
export function describeWindow({
  windowFrom,
  windowTo,
}: Pick<ScheduleSettings, 'windowFrom' | 'windowTo'>): string | null {
  return windowFrom === null || windowTo === null ? null : `${describeTime(windowFrom)}-${describeTime(windowTo)}`;
}

/** `22:00`. */
export function describeTime(minute: number): string {
  const two = (figure: number): string => String(figure).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
