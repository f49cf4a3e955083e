import { parseCron } from '@joulefleet/schedules';

const MONDAYS = '0 8 * * 1';

/** The next Monday at 8:00 on the clock of a zone. @throws Fault `zone_unknown` (operator). */
export function nextWeekly(zone: string, nowMs: number): Date {
  return new Date(parseCron(MONDAYS, zone, nowMs).after(nowMs)!);
}
