import { parseSpan } from './parse-span';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)\s*(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * A moment as people write it: `now`, `+2h` (from now), `2026-05-01`, `2026-05-01 08:00`, with seconds, `Z` or an offset if
 * wanted; without one it is the local time. In milliseconds since the epoch; null when it is none.
 */
export function parseMoment(text: string, nowMs: number): number | null {
  const trimmed = text.trim();
  if (trimmed === 'now') return nowMs;
  if (trimmed.startsWith('+')) {
    const spanMs = parseSpan(trimmed.slice(1));
    return spanMs === null ? null : nowMs + spanMs;
  }
  const match = ISO.exec(trimmed);
  if (!match) return null;
  const [, year, month, day, clock = '00:00', zone = ''] = match;
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  const momentMs = Date.parse(`${year}-${month}-${day}T${clock}${zone.toUpperCase()}`);
  return Number.isNaN(momentMs) ? null : momentMs;
}

/** `Date` takes the 31st of any month. */
function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
