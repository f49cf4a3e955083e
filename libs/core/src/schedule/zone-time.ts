import { scheduleFault } from './schedule-fault';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A calendar day; months count from 1. */
export interface LocalDay {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws Fault `zone_unknown` (operator) for what the IANA database does not name. */
export function requireZone(zone: string): void {
  formatOf(zone);
}

/** What a clock of the zone shows at an instant, as if it were UTC, in ms; seconds are kept. */
export function shownMs(instantMs: number, zone: string): number {
  const found: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) found[type] = Number(value);
  const { year, month, day, hour, minute, second } = found as Record<string, number> & LocalDay;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The offset of a zone from UTC at an instant, in minutes; east is positive. */
export function offsetMinutes(instantMs: number, zone: string): number {
  return Math.round((shownMs(instantMs, zone) - Math.floor(instantMs / 1000) * 1000) / MINUTE_MS);
}

/** The calendar day in the zone at an instant, moved by whole days. */
export function localDay(instantMs: number, zone: string, moved = 0): LocalDay {
  const date = new Date(shownMs(instantMs, zone) + moved * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/**
 * The instant at which clocks of the zone show a time of day, in ms since the epoch. One that comes twice, when clocks are put
 * back, is its first; one that is left out, when they are put forward, comes as much later as they were put forward: 02:30 is
 * 03:30 then.
 */
export function instantAt({ year, month, day }: LocalDay, minute: number, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day, 0, minute);
  const before = wanted - offsetMinutes(wanted - DAY_MS, zone) * MINUTE_MS;
  const after = wanted - offsetMinutes(wanted + DAY_MS, zone) * MINUTE_MS;
  const shown = [before, after].filter((instantMs) => shownMs(instantMs, zone) === wanted);
  return shown.length > 0 ? Math.min(...shown) : before;
}

/** `2026-10-25 02:30 +01:00`: an instant on the clock of a zone, with its offset from UTC. */
export function tellLocal(instantMs: number, zone: string): string {
  const offset = offsetMinutes(instantMs, zone);
  const two = (figure: number): string => String(Math.floor(figure)).padStart(2, '0');
  const text = new Date(shownMs(instantMs, zone)).toISOString();
  const sign = offset < 0 ? '-' : '+';
  return `${text.slice(0, 10)} ${text.slice(11, 16)} ${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = makeFormat(zone);
  formats.set(zone, format);
  return format;
}

function makeFormat(zone: string): Intl.DateTimeFormat {
  // A bare offset is no zone: it knows no daylight saving.
  if (!/^[A-Za-z]/.test(zone)) throw unknownZone(zone);
  const figure = 'numeric';
  const parts = { year: figure, month: figure, day: figure, hour: figure, minute: figure, second: figure } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...parts });
  } catch {
    throw unknownZone(zone);
  }
}

function unknownZone(zone: string): Error {
  const message = `${JSON.stringify(zone.slice(0, 80))} is no IANA time zone`;
  return scheduleFault('zone_unknown', message, 'Name one such as Europe/Berlin or UTC.');
}
