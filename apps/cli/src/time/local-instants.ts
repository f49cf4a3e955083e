const MINUTE_MS = 60_000;
/** Clocks are put forward or back by less than this, in steps of 15 minutes or more. */
const WITHIN_MINUTES = 180;
const STEP_MINUTES = 15;

/** A time of day on a calendar day, as a clock on the wall shows it. */
export interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

/**
 * The instants at which clocks here show a local time, the earliest first, in milliseconds since the epoch: one; none for a time
 * that is left out when clocks are put forward; two for one that comes twice when they are put back.
 */
export function localInstants(local: LocalTime): number[] {
  const { year, month, day, hour, minute, second, millisecond } = local;
  // The constructor takes years before 100 for others.
  const near = new Date(2000, 0, 1);
  near.setFullYear(year, month - 1, day);
  const nearMs = near.setHours(hour, minute, second, millisecond);
  const instants: number[] = [];
  for (let minutes = -WITHIN_MINUTES; minutes <= WITHIN_MINUTES; minutes += STEP_MINUTES) {
    const instantMs = nearMs + minutes * MINUTE_MS;
    if (shows(new Date(instantMs), local)) instants.push(instantMs);
  }
  return instants;
}

function shows(date: Date, { year, month, day, hour, minute }: LocalTime): boolean {
  return (
    date.getFullYear() === year &&
    date.getMonth() === month - 1 &&
    date.getDate() === day &&
    date.getHours() === hour &&
    date.getMinutes() === minute
  );
}

/** `2026-10-25 02:30 +01:00`: as clocks here show an instant, with their offset from UTC. */
export function tellInstant(instantMs: number): string {
  const date = new Date(instantMs);
  const offset = -date.getTimezoneOffset();
  const two = (figure: number): string => String(Math.floor(figure)).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())} ${zone}`;
}
