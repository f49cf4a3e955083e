import type { ScheduleView } from '@joulefleet/contracts';
import { offsetMinutes } from '@joulefleet/core';

type Start = ScheduleView['next'][number];

/** A start as clocks of a zone show it, with the day of the week, and the name that the zone has then. */
export function tellStart(iso: string, zone: string, locale?: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}

/**
 * For each start what clocks of the viewer's zone do since the start before it (for the first: since now): put forward or back, as
 * for daylight saving, or nothing (null).
 */
export function clockChanges(starts: readonly Start[], nowMs: number, zone: string): (string | null)[] {
  let beforeMs = nowMs;
  return starts.map(({ at }) => {
    const moved = offsetMinutes(Date.parse(at), zone) - offsetMinutes(beforeMs, zone);
    beforeMs = Date.parse(at);
    if (moved === 0) return null;
    return `after clocks are put ${moved > 0 ? 'forward' : 'back'} by ${Math.abs(moved)} min`;
  });
}

const OFFSET = /([+-])(\d\d):(\d\d)$/;

/** A start on the clock of its schedule (`2026-03-01 22:00 +01:00`), where that shows another time than clocks of the zone; else null. */
export function onOtherClock({ at, local }: Start, zone: string): string | null {
  const [, sign, hours, minutes] = OFFSET.exec(local) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes));
  return offset === offsetMinutes(Date.parse(at), zone) ? null : local;
}
