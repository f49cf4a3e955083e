import type { TargetKind } from '@joulefleet/core';
import type { Database, Queryable } from '../database';

/** Where notices go, as stored. */
export interface StoredTarget {
  id: string;
  name: string;
  kind: TargetKind;
  /** What is no secret. */
  settings: unknown;
  sealed: Uint8Array<ArrayBuffer> | null;
  masterKeyId: string | null;
  /** Ids of its schedules; null: all. */
  scheduleIds: string[] | null;
  always: boolean;
  zone: string;
  /** The next weekly summary begins there, and is due then; null: none is sent. */
  weeklyFrom: Date | null;
  nextWeeklyAt: Date | null;
  createdAt: Date;
}

export type TargetToSave = Omit<StoredTarget, 'createdAt'>;

/** `saved`, or the conflict: another target has this name, or another master key seals this database. */
export type InsertedTarget = 'saved' | 'same_name' | 'other_master_key';

export async function insertNoticeTarget(db: Queryable, target: TargetToSave): Promise<InsertedTarget> {
  const { id, name, kind, settings, sealed, masterKeyId, scheduleIds, always, zone, weeklyFrom, nextWeeklyAt } = target;
  const { rowCount } = await db.query(
    `INSERT INTO notice_target (id, name, kind, settings, sealed, master_key_id, every_schedule, always, zone, weekly_from, next_weekly_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
     WHERE $6::text IS NULL OR NOT EXISTS (SELECT FROM installation WHERE master_key_id <> $6) ON CONFLICT DO NOTHING`,
    [
      ...[id, name, kind, JSON.stringify(settings), sealed && Buffer.from(sealed), masterKeyId],
      ...[scheduleIds === null, always, zone, weeklyFrom, nextWeeklyAt],
    ],
  );
  if (rowCount !== 1) {
    const { rows } = await db.query(`SELECT 1 FROM notice_target WHERE name = $1`, [name]);
    return rows.length > 0 ? 'same_name' : 'other_master_key';
  }
  await insertSchedules(db, id, scheduleIds);
  return 'saved';
}

/** What is stored of a target that was changed. The weeks are null where they stay, so that a summary that falls due meanwhile is not lost. */
export type TargetUpdate = Omit<TargetToSave, 'name' | 'kind' | 'weeklyFrom' | 'nextWeeklyAt'> & {
  weeks: Pick<TargetToSave, 'weeklyFrom' | 'nextWeeklyAt'> | null;
};

/** The target of a name, which nobody else changes until the transaction ends; null: there is none. */
export async function lockNoticeTarget(db: Queryable, name: string): Promise<StoredTarget | null> {
  const { rows } = await db.query<StoredTarget>(`${TARGETS} WHERE t.name = $1 FOR UPDATE OF t`, [name]);
  return rows[0] ?? null;
}

/** False: another master key seals this database. */
export async function updateNoticeTarget(db: Queryable, target: TargetUpdate): Promise<boolean> {
  const { id, settings, sealed, masterKeyId, scheduleIds, always, zone, weeks } = target;
  const { rowCount } = await db.query(
    `UPDATE notice_target SET settings = $2, sealed = $3, master_key_id = $4, every_schedule = $5, always = $6, zone = $7,
       weekly_from = CASE WHEN $8 THEN $9 ELSE weekly_from END, next_weekly_at = CASE WHEN $8 THEN $10 ELSE next_weekly_at END
     WHERE id = $1 AND ($4::text IS NULL OR NOT EXISTS (SELECT FROM installation WHERE master_key_id <> $4))`,
    [
      ...[id, JSON.stringify(settings), sealed && Buffer.from(sealed), masterKeyId, scheduleIds === null, always, zone],
      ...[weeks !== null, weeks?.weeklyFrom ?? null, weeks?.nextWeeklyAt ?? null],
    ],
  );
  if (rowCount !== 1) return false;
  await db.query(`DELETE FROM notice_target_schedule WHERE target_id = $1`, [id]);
  await insertSchedules(db, id, scheduleIds);
  return true;
}

async function insertSchedules(db: Queryable, id: string, scheduleIds: readonly string[] | null): Promise<void> {
  await db.query(
    `INSERT INTO notice_target_schedule (target_id, schedule_id) SELECT $1, * FROM unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
    [id, scheduleIds ?? []],
  );
}

/** False: there is none of that name. What was to be sent to it, and its history, go with it. */
export async function removeNoticeTarget(db: Queryable, name: string): Promise<boolean> {
  const { rowCount } = await db.query(`DELETE FROM notice_target WHERE name = $1`, [name]);
  return rowCount === 1;
}

const TARGETS = `SELECT t.id, t.name, t.kind, t.settings, t.sealed, t.master_key_id AS "masterKeyId", t.always, t.zone,
    t.weekly_from AS "weeklyFrom", t.next_weekly_at AS "nextWeeklyAt", t.created_at AS "createdAt",
    CASE WHEN NOT t.every_schedule THEN ARRAY(SELECT s.schedule_id FROM notice_target_schedule s WHERE s.target_id = t.id) END AS "scheduleIds"
  FROM notice_target t`;

/** Targets by name: all, or that of a name. */
export async function listNoticeTargets(database: Database, name?: string): Promise<StoredTarget[]> {
  const { rows } = await database.pool.query<StoredTarget>(
    `${TARGETS} WHERE $1::text IS NULL OR t.name = $1 ORDER BY t.name`,
    [name ?? null],
  );
  return rows;
}

export async function readNoticeTarget(database: Database, id: string): Promise<StoredTarget | null> {
  const { rows } = await database.pool.query<StoredTarget>(`${TARGETS} WHERE t.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The targets whose weekly summary is due. */
export async function listDueWeekly(database: Database): Promise<StoredTarget[]> {
  const { rows } = await database.pool.query<StoredTarget>(
    `${TARGETS} WHERE t.next_weekly_at <= now() ORDER BY t.name`,
  );
  return rows;
}

/** What became of the notices of each target, by its id. */
export interface TargetCounts {
  pending: number;
  lastSentAt: Date | null;
  /** What went wrong last, where the last attempt failed. */
  lastError: string | null;
}

export async function countNotices(database: Database): Promise<Map<string, TargetCounts>> {
  const { rows } = await database.pool.query<TargetCounts & { id: string }>(
    `SELECT t.id, (SELECT count(*)::int FROM notice n WHERE n.target_id = t.id AND n.state = 'pending') AS pending,
       (SELECT max(n.ended_at) FROM notice n WHERE n.target_id = t.id AND n.state = 'sent') AS "lastSentAt",
       CASE WHEN last.sent THEN NULL ELSE last.detail END AS "lastError"
     FROM notice_target t LEFT JOIN LATERAL (
       SELECT a.sent, a.detail FROM notice n JOIN notice_attempt a ON a.notice_id = n.id
       WHERE n.target_id = t.id AND a.sent IS NOT NULL ORDER BY a.started_at DESC LIMIT 1) last ON true`,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
