import type { Lane } from './draw-lane';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** Zones are at most 14 hours from UTC. */
const QUARTERS_AROUND = 4 * 15;

/**
 * The ticks of a lane by another way than the product's: every quarter of an hour around a day is shown on the clock of the zone.
 * The first that shows the time of day is the tick; where none does, the last clock before it goes on as if it were not changed.
 */
export function expectedTicks({ rule, minute, fromMs, untilMs }: Lane): number[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: rule.zone, dateStyle: 'short', timeStyle: 'short' });
  const ticks: number[] = [];
  for (let day = fromMs - DAY_MS; day <= untilMs + DAY_MS; day += DAY_MS) {
    const tick = tickOfDay(format, day, minute);
    if (tick > fromMs && tick <= untilMs) ticks.push(tick);
  }
  return ticks;
}

function tickOfDay(format: Intl.DateTimeFormat, day: number, minute: number): number {
  const wantedMs = day + minute * 60_000;
  const wanted = textOf(wantedMs);
  let beforeMs = wantedMs;
  for (let quarter = -QUARTERS_AROUND; quarter <= QUARTERS_AROUND; quarter++) {
    const instantMs = wantedMs + quarter * QUARTER_MS;
    const shown = format.format(instantMs);
    if (shown === wanted) return instantMs;
    if (shown > wanted) return instantMs - QUARTER_MS + (wantedMs - beforeMs);
    beforeMs = Date.parse(`${shown.replace(' ', 'T')}Z`);
  }
  throw new Error(`no clock showed ${wanted}`);
}

function textOf(wantedMs: number): string {
  return new Date(wantedMs).toISOString().slice(0, 16).replace('T', ' ');
}
