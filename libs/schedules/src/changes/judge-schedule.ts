import { runInSlices } from '@joulefleet/campaigns';
import { underTestParameters } from '@joulefleet/contracts';
import {
  decidedBy,
  judgeHistory,
  JUDGED_BY,
  standingMarks,
  type Change,
  type ChangeDecision,
  type FoundCause,
  type HistoryOptions,
  type JudgedHistory,
} from '@joulefleet/core';
import {
  listBisects,
  readMeasuredAgain,
  readMeasuredNights,
  readNightFigures,
  readNightMarks,
  type Database,
  type MeasuredNight,
  type StoredBisect,
  type StoredChangeName,
  type StoredMark,
  type StoredMeasuredAgain,
  type StoredSchedule,
} from '@joulefleet/store';
import { changeId } from './change-id';
import { findCauses } from './find-causes';
import { NightCells } from './night-cell';
import { NightTableBuilder, type NightTable } from './night-table';

/** All nights of a schedule, and what they show. */
export interface JudgedNights {
  nights: MeasuredNight[];
  table: NightTable;
  history: JudgedHistory;
  /** What people said, by the id of the change, the oldest first. */
  marks: ReadonlyMap<string, readonly StoredMark[]>;
  /** What each change is put down to; null: it went away. */
  causes: ReadonlyMap<Change, FoundCause | null>;
  cells: NightCells;
  /** What was measured again in all nights. */
  again: readonly StoredMeasuredAgain[];
  /** What was done to find out which version made a change, by its id, the oldest first. */
  bisects: ReadonlyMap<string, readonly StoredBisect[]>;
}

/**
 * Judges the nights of a schedule from the first to the last, with a seed of its own: the same nights are judged the same.
 *
 * @param openTickMs a night that is open and counts as measured all the same; null: none does.
 * @param observe looks at the judge after each night; the table is that of all nights.
 */
export async function judgeSchedule(
  database: Database,
  { id: scheduleId, source }: Pick<StoredSchedule, 'id' | 'source'>,
  openTickMs: number | null,
  observe?: (table: NightTable) => HistoryOptions['observe'],
): Promise<JudgedNights> {
  const of = { scheduleId, openTickMs };
  const nights = await readMeasuredNights(database, of);
  const marks = byChange(await readNightMarks(database, scheduleId));
  const again = await readMeasuredAgain(database, scheduleId);
  const bisects = byChange(await listBisects(database, scheduleId));
  const cells = new NightCells(underTestParameters(source));
  const builder = new NightTableBuilder(nights, cells);
  await readNightFigures(database, of, (figures) => builder.add(figures));
  const table = builder.build();
  const looks = observe?.(table);
  const options = {
    ...JUDGED_BY,
    seed: scheduleId,
    decisionsAfter: decisionsOf(nights, marks),
    measuredAgain: measuredAgainOf(nights, again),
    ...(looks && { observe: looks }),
  };
  const history = await runInSlices(judgeHistory(table.series, table.nights, options));
  const found = await findCauses(database, scheduleId, { nights, table, changes: history.changes });
  const causes = new Map(history.changes.map((change, i) => [change, found[i] ?? null]));
  return { nights, table, history, marks, causes, cells, again, bisects };
}

function byChange<N extends StoredChangeName>(named: readonly N[]): Map<string, N[]> {
  const found = new Map<string, N[]>();
  for (const each of named) {
    const id = changeId(each);
    found.set(id, [...(found.get(id) ?? []), each]);
  }
  return found;
}

function measuredAgainOf(
  nights: readonly MeasuredNight[],
  again: readonly StoredMeasuredAgain[],
): NonNullable<HistoryOptions['measuredAgain']> {
  const nameOf = (flaggedMs: number, about: Pick<StoredMeasuredAgain, 'kind' | 'key'> & { metric: string }): string =>
    JSON.stringify([flaggedMs, about.kind, about.key, about.metric]);
  const found = new Map(again.map((each) => [nameOf(each.tickMs, each), each]));
  return ({ flaggedIn, ...about }) => found.get(nameOf(nights[flaggedIn]!.tickMs, about)) ?? null;
}

/** What was decided after each night and before the next one. */
function decisionsOf(
  nights: readonly MeasuredNight[],
  marks: JudgedNights['marks'],
): NonNullable<HistoryOptions['decisionsAfter']> {
  const found = new Map<number, ChangeDecision[]>();
  const placeOf = new Map(nights.map(({ tickMs }, place) => [tickMs, place]));
  for (const of of marks.values()) {
    for (const { mark, atMs, flaggedMs, kind, key, metric } of standingMarks(of).decisions) {
      const flaggedIn = placeOf.get(flaggedMs);
      const state = decidedBy(mark);
      if (flaggedIn === undefined || state === undefined) continue;
      const place = Math.max(
        flaggedIn,
        nights.findLastIndex(({ tickMs }) => tickMs <= atMs),
      );
      found.set(place, [...(found.get(place) ?? []), { about: { kind, key, metric, flaggedIn }, state }]);
    }
  }
  return (night) => found.get(night) ?? [];
}
