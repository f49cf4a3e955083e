import type { ChangeMark, ChangeName, NightMetric } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { newId } from '../ids/new-id';

/** A change of a schedule, by the night that raised it and what it is about. */
export interface StoredChangeName extends Omit<ChangeName, 'flaggedIn'> {
  flaggedMs: number;
  metric: NightMetric;
}

/** What a person said of a change. */
export interface StoredMark extends StoredChangeName, ChangeMark {
  by: string;
  note: string | null;
  link: string | null;
}

/** All marks on changes of a schedule, the oldest first. */
export async function readNightMarks(database: Database, scheduleId: string): Promise<StoredMark[]> {
  const { rows } = await database.pool.query<StoredMark>(
    `SELECT extract(epoch FROM flagged_tick)::float8 * 1000 AS "flaggedMs", kind, key, metric, mark, by,
       extract(epoch FROM at)::float8 * 1000 AS "atMs", note, link, extract(epoch FROM until)::float8 * 1000 AS "untilMs"
     FROM night_mark WHERE schedule_id = $1 ORDER BY at, id`,
    [scheduleId],
  );
  return rows;
}

export async function insertNightMark(
  db: Queryable,
  scheduleId: string,
  mark: Omit<StoredMark, 'atMs'>,
): Promise<void> {
  const { flaggedMs, kind, key, metric, by, note, link, untilMs } = mark;
  const until = untilMs === null ? null : new Date(untilMs);
  await db.query(
    `INSERT INTO night_mark (id, schedule_id, flagged_tick, kind, key, metric, mark, by, note, link, until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [newId(), scheduleId, new Date(flaggedMs), kind, key, metric, mark.mark, by, note, link, until],
  );
}

/** Changes whenever something did that the judgement of the nights depends on, but the figures of nights that are over. */
export async function readJudgementStamp(database: Database, scheduleId: string): Promise<string> {
  const { rows } = await database.pool.query<{ stamp: string }>(
    `SELECT concat_ws(' ',
       (SELECT concat(count(*), ' ', max(ended_at)) FROM schedule_tick WHERE schedule_id = $1 AND ended_at IS NOT NULL),
       (SELECT concat(count(*), ' ', max(at)) FROM night_mark WHERE schedule_id = $1),
       (SELECT md5(source) FROM schedule WHERE id = $1)) AS stamp`,
    [scheduleId],
  );
  return rows[0]!.stamp;
}
