import { lengthOf, type TimeSpan } from './lane-scale';

const DAY_MS = 86_400_000;
const MINUTES_MS = 15 * 60_000;
const date = { month: '2-digit', day: '2-digit' } as const;
const time = { hour: '2-digit', minute: '2-digit' } as const;

const instants = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  ...date,
  ...time,
  second: '2-digit',
  timeZoneName: 'short',
});
const days = new Intl.DateTimeFormat(undefined, date);
const daysAndTimes = new Intl.DateTimeFormat(undefined, { ...date, ...time });
const times = new Intl.DateTimeFormat(undefined, time);
const seconds = new Intl.DateTimeFormat(undefined, { ...time, second: '2-digit' });

/** To the second, in the viewer's zone, which it names. */
export function formatInstant(atMs: number): string {
  return instants.format(atMs);
}

/** As precise as the axis is long. */
export function formatTick(atMs: number, span: TimeSpan): string {
  const lengthMs = lengthOf(span);
  if (lengthMs > 6 * DAY_MS) return days.format(atMs);
  if (lengthMs > DAY_MS / 2) return daysAndTimes.format(atMs);
  return (lengthMs > MINUTES_MS ? times : seconds).format(atMs);
}
