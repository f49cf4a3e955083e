import { runInSlices } from '@joulefleet/campaigns';
import type { NightChanges } from '@joulefleet/contracts';
import { judgeHistory } from '@joulefleet/core';
import { readMeasuredNights, readNightFigures, type Database, type StoredSchedule } from '@joulefleet/store';
import { findCauses } from './find-causes';
import { nightChangesView } from './night-changes-view';
import { NightTableBuilder } from './night-table';

/** Flags that are looked into in a night, and the share of nights that may confirm a false change. */
const OPTIONS = { flagsPerNight: 0.6, falseNights: 0.002 };

/** Judges the nights of a schedule from the first to the last, with a seed of its own: the same nights are judged the same. */
export async function judgeSchedule(database: Database, schedule: StoredSchedule): Promise<NightChanges> {
  const nights = await readMeasuredNights(database, schedule.id);
  const builder = new NightTableBuilder(nights);
  await readNightFigures(database, schedule.id, (figures) => builder.add(figures));
  const table = builder.build();
  const history = await runInSlices(judgeHistory(table.series, table.nights, { ...OPTIONS, seed: schedule.id }));
  const causes = await findCauses(database, schedule.id, { nights, table, changes: history.changes });
  return nightChangesView(schedule, nights, table, { ...history, causes });
}
