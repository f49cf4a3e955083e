import type { NoticeKind } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { newId } from '../ids/new-id';
import { inTransaction } from '../database';

/** A night that is over and of which no notice was stored yet. */
export interface UnnoticedNight {
  scheduleId: string;
  schedule: string;
  tickMs: number;
  /** How long it is over, in ms. */
  overMs: number;
}

/** What is to be sent to a target. */
export interface NoticeToStore {
  targetId: string;
  kind: NoticeKind;
  /** The night or the week that it is of. */
  key: string;
  schedule: string | null;
  title: string;
  text: string;
  digest: unknown;
}

const UNNOTICED = `t.noticed_at IS NULL AND (t.skipped IS NOT NULL OR t.ended_at IS NOT NULL)`;

/** Marks the nights of schedules that no target is for. */
export async function markUnwatchedNights(db: Queryable): Promise<void> {
  await db.query(
    `UPDATE schedule_tick t SET noticed_at = now() WHERE ${UNNOTICED} AND NOT EXISTS (SELECT FROM notice_target n WHERE n.every_schedule
       OR EXISTS (SELECT FROM notice_target_schedule s WHERE s.target_id = n.id AND s.schedule_id = t.schedule_id))`,
  );
}

/** Of each schedule the oldest night that is over and not marked. */
export async function listUnnoticedNights(db: Queryable): Promise<UnnoticedNight[]> {
  const { rows } = await db.query<UnnoticedNight>(
    `SELECT DISTINCT ON (t.schedule_id) t.schedule_id AS "scheduleId", s.name AS schedule,
       extract(epoch FROM t.tick)::float8 * 1000 AS "tickMs",
       extract(epoch FROM now() - coalesce(t.ended_at, t.decided_at))::float8 * 1000 AS "overMs"
     FROM schedule_tick t JOIN schedule s ON s.id = t.schedule_id WHERE ${UNNOTICED} ORDER BY t.schedule_id, t.tick`,
  );
  return rows;
}

/** Marks a night and stores its notices, both or neither. False: it was marked before; then nothing is stored. */
export async function storeNightNotices(
  database: Database,
  { scheduleId, tickMs }: Pick<UnnoticedNight, 'scheduleId' | 'tickMs'>,
  notices: readonly NoticeToStore[],
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE schedule_tick SET noticed_at = now() WHERE schedule_id = $1 AND tick = $2 AND noticed_at IS NULL`,
      [scheduleId, new Date(tickMs)],
    );
    if (rowCount !== 1) return false;
    await insertNotices(client, notices);
    return true;
  });
}

/** Moves the weekly summary of a target on and stores it, both or neither. False: another controller was first. */
export async function storeWeeklyNotice(
  database: Database,
  { dueAt, nextAt }: { dueAt: Date; nextAt: Date },
  notice: NoticeToStore,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE notice_target SET weekly_from = next_weekly_at, next_weekly_at = $3 WHERE id = $1 AND next_weekly_at = $2`,
      [notice.targetId, dueAt, nextAt],
    );
    if (rowCount !== 1) return false;
    await insertNotices(client, [notice]);
    return true;
  });
}

/** One that was stored, or a target that was removed, changes nothing. */
async function insertNotices(db: Queryable, notices: readonly NoticeToStore[]): Promise<void> {
  for (const { targetId, kind, key, schedule, title, text, digest } of notices) {
    await db.query(
      `INSERT INTO notice (id, target_id, kind, key, schedule, title, text, digest)
       SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM notice_target WHERE id = $2 FOR KEY SHARE ON CONFLICT DO NOTHING`,
      [newId(), targetId, kind, key, schedule, title, text, JSON.stringify(digest)],
    );
  }
}

/** Deletes notices that ended so long ago. */
export async function pruneNotices(db: Queryable, olderThanDays: number): Promise<void> {
  await db.query(`DELETE FROM notice WHERE ended_at < now() - $1 * interval '1 day'`, [olderThanDays]);
}
