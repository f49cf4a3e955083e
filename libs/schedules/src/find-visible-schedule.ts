import { scheduleFault, type Caller } from '@joulefleet/core';
import { findSchedule, type Database, type StoredSchedule } from '@joulefleet/store';

/**
 * A schedule that the caller may see: the owner's, or any of an admin.
 * @throws Fault `schedule_unknown` (operator), also where there is one that others own.
 */
export async function findVisibleSchedule(database: Database, caller: Caller, name: string): Promise<StoredSchedule> {
  const schedule = await findSchedule(database, name);
  if (schedule && (caller.role === 'admin' || schedule.ownerId === caller.userId)) return schedule;
  throw scheduleFault('schedule_unknown', `no schedule is called ${name}`, 'See `joulefleet schedule list`.');
}
