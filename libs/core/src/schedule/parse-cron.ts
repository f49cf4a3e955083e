import { Cron } from 'croner';
import { scheduleFault } from './schedule-fault';
import { requireZone } from './zone-time';

const MAX_LENGTH = 200;
const FIELDS = 5;

/** The instants at which a cron expression fires, in ms since the epoch. */
export interface Ticks {
  /** The first tick after an instant; null: there is none. */
  after(instantMs: number): number | null;
}

/**
 * Ticks of a cron expression of five fields (minute, hour, day of month, month, day of week) on the clock of a zone. A time of
 * day that comes twice ticks once, the first time; one that is left out ticks as much later as clocks were put forward.
 *
 * @param nowMs from when on it must fire.
 * @throws Fault `zone_unknown`, `cron_invalid`, `cron_never` (operator).
 */
export function parseCron(expression: string, zone: string, nowMs: number): Ticks {
  requireZone(zone);
  const cron = readCron(expression, zone);
  const after = (instantMs: number): number | null => cron.nextRun(new Date(instantMs))?.getTime() ?? null;
  if (after(nowMs) !== null) return { after };
  const remedy = 'Name a day that its months have: 30 February never comes.';
  throw scheduleFault('cron_never', `the cron expression ${told(expression)} never fires`, remedy);
}

/** The next ticks after an instant, at most `count`, the earliest first. */
export function nextTicks(ticks: Ticks, afterMs: number, count: number, untilMs = Infinity): number[] {
  const found: number[] = [];
  for (let tick = ticks.after(afterMs); tick !== null && tick <= untilMs && found.length < count;) {
    found.push(tick);
    tick = ticks.after(tick);
  }
  return found;
}

function readCron(expression: string, zone: string): Cron {
  const fields = expression.trim().split(/\s+/);
  if (expression.length > MAX_LENGTH) throw invalid(expression, `it is longer than ${MAX_LENGTH} characters`);
  if (fields.length !== FIELDS) throw invalid(expression, `it has ${fields.length} fields, not ${FIELDS}`);
  if (!/^[0-9A-Za-z*,/#-]+$/.test(fields.join(''))) throw invalid(expression, 'it has a character that no field has');
  try {
    return new Cron(fields.join(' '), { timezone: zone, paused: true, mode: '5-part' });
  } catch (error) {
    throw invalid(expression, (error as Error).message.replace(/^CronPattern: /, ''));
  }
}

function invalid(expression: string, why: string): Error {
  const remedy = 'Write minute, hour, day of month, month and day of week, such as "0 22 * * 1-5".';
  return scheduleFault('cron_invalid', `the cron expression ${told(expression)} cannot be read: ${why}`, remedy);
}

function told(expression: string): string {
  return JSON.stringify(expression.slice(0, MAX_LENGTH));
}
