import { requireZone, scheduleFault, type Ticks } from '@joulefleet/core';
import { Cron } from 'croner';

const MAX_LENGTH = 200;
const FIELDS = 5;

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
