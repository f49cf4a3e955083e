import type { NightView } from '@joulefleet/contracts';
import { instantAt, localDay } from '@joulefleet/core';

const DAYS_A_WEEK = 7;

/** `2026-11-27`: the day that a clock of the zone shows at an instant. */
export function dayAt(iso: string, zone: string): string {
  const { year, month, day } = localDay(Date.parse(iso), zone);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** The day that is so many days later. */
export function movedDay(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** The month that is so many months later; both `2026-11`. */
export function movedMonth(month: string, months: number): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, 7);
}

/** Whole weeks, from Monday on, that hold a month `2026-11`. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const sinceMonday = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % DAYS_A_WEEK;
  const weeks: string[][] = [];
  for (let monday = movedDay(first, -sinceMonday); monday.slice(0, 7) <= month; monday = movedDay(monday, DAYS_A_WEEK))
    weeks.push(Array.from({ length: DAYS_A_WEEK }, (_, at) => movedDay(monday, at)));
  return weeks;
}

/** Where a key goes from a day of a calendar; null: it is no key of it. */
export function dayByKey(day: string, key: string): string | null {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % DAYS_A_WEEK;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -DAYS_A_WEEK,
    ArrowDown: DAYS_A_WEEK,
    Home: -weekday,
    End: DAYS_A_WEEK - 1 - weekday,
  };
  if (key in moves) return movedDay(day, moves[key]!);
  if (key !== 'PageUp' && key !== 'PageDown') return null;
  const month = movedMonth(day.slice(0, 7), key === 'PageUp' ? -1 : 1);
  const last = movedDay(`${movedMonth(month, 1)}-01`, -1);
  const same = `${month}${day.slice(7)}`;
  return same < last ? same : last;
}

/** From when on, and before when, the days of some weeks are in a zone. */
export function spanOf(weeks: readonly (readonly string[])[], zone: string): { from: string; to: string } {
  const begin = (day: string): string => {
    const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
    return new Date(instantAt({ year, month, day: date }, 0, zone)).toISOString();
  };
  return { from: begin(weeks[0]![0]!), to: begin(movedDay(weeks.at(-1)!.at(-1)!, 1)) };
}

/** Nights by the day of their start; a run of skipped starts is listed on each day from its first to its last. */
export function nightsByDay(
  nights: readonly NightView[],
  days: readonly string[],
  zone: string,
): ReadonlyMap<string, NightView[]> {
  const found = new Map<string, NightView[]>();
  const sorted = [...nights].sort((a, b) => Date.parse(a.due.at) - Date.parse(b.due.at));
  for (const night of sorted) {
    const [first, last] = [dayAt(night.due.at, zone), dayAt(night.lastDue.at, zone)];
    for (const day of days) if (day >= first && day <= last) found.set(day, [...(found.get(day) ?? []), night]);
  }
  return found;
}
