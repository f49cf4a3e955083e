import { localInstants } from './local-instants';
import { parseSpan } from './parse-span';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?\s*(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * The instants that a text names: `now`, `+2h` (from now), `2026-05-01`, `2026-05-01 08:00`, with seconds, `Z` or an offset if
 * wanted; without one it is the local time. In milliseconds since the epoch. One; none or two where a local time does not exist or
 * comes twice, because clocks are put forward or back; null when the text is no moment.
 */
export function parseMoment(text: string, nowMs: number): number[] | null {
  const trimmed = text.trim();
  if (trimmed === 'now') return [nowMs];
  if (trimmed.startsWith('+')) {
    const spanMs = parseSpan(trimmed.slice(1));
    return spanMs === null ? null : [nowMs + spanMs];
  }
  const match = ISO.exec(trimmed);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part?: string) => Number(part ?? 0));
  const millisecond = Number((match[7] ?? '').padEnd(3, '0'));
  const local = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second!, millisecond };
  if (!isDay(local.year, local.month, local.day) || !isTime(local)) return null;
  const zone = match[8];
  if (zone === undefined) return localInstants(local);
  const momentMs = Date.parse(
    `${trimmed.slice(0, 10)}T${trimmed
      .slice(11)
      .replace(/(?:Z|[+-]\d{2}:\d{2})$/i, '')
      .trimEnd()}${zone.toUpperCase()}`,
  );
  return Number.isNaN(momentMs) ? null : [momentMs];
}

/** `Date` takes the 31st of any month. */
function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isTime({ hour, minute, second }: { hour: number; minute: number; second: number }): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}
