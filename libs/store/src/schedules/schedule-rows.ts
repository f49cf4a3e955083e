import type { Caller, OverlapPolicy } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { newId } from '../ids/new-id';

/** What a person decides about a schedule. Times of day are in minutes since midnight in its zone. */
export interface ScheduleSettings {
  source: string;
  cron: string;
  zone: string;
  windowFrom: number | null;
  windowTo: number | null;
  /** One late start until then; null: a missed start is skipped. */
  missedUntil: number | null;
  overlap: OverlapPolicy;
  /** Device time that a night may take, in ms; null: without a limit. */
  budgetMs: number | null;
  priority: number;
  resolver: string | null;
}

/** A schedule as stored. */
export interface StoredSchedule extends ScheduleSettings {
  id: string;
  name: string;
  ownerId: string;
  owner: string;
  ownerRole: string;
  ownerDisabled: boolean;
  pausedAt: Date | null;
  decidedUntil: Date;
  waitingTick: Date | null;
  createdAt: Date;
  /** A night of it is open. */
  running: boolean;
  /** A bisection of a change that its nights show is open. */
  bisecting: boolean;
}

const SELECT = `
  SELECT s.id, s.name, s.source, s.cron, s.zone, s.window_from AS "windowFrom", s.window_to AS "windowTo",
    s.missed_until AS "missedUntil", s.overlap, s.budget_ms AS "budgetMs", s.priority, s.resolver, s.owner_id AS "ownerId",
    u.name AS owner, u.role AS "ownerRole", u.disabled_at IS NOT NULL AS "ownerDisabled", s.paused_at AS "pausedAt",
    s.decided_until AS "decidedUntil", s.waiting_tick AS "waitingTick", s.created_at AS "createdAt",
    EXISTS (SELECT 1 FROM schedule_tick t WHERE t.schedule_id = s.id AND t.skipped IS NULL AND t.ended_at IS NULL) AS running,
    EXISTS (SELECT 1 FROM night_bisect b WHERE b.schedule_id = s.id AND b.outcome IS NULL) AS bisecting
  FROM schedule s JOIN account u ON u.id = s.owner_id`;

const COLUMNS: Readonly<Record<keyof ScheduleSettings, string>> = {
  source: 'source',
  cron: 'cron',
  zone: 'zone',
  windowFrom: 'window_from',
  windowTo: 'window_to',
  missedUntil: 'missed_until',
  overlap: 'overlap',
  budgetMs: 'budget_ms',
  priority: 'priority',
  resolver: 'resolver',
};

/** Schedules by name: all, or the caller's own where they are no admin. */
export async function listSchedules(
  database: Database,
  caller: Pick<Caller, 'userId' | 'role'>,
): Promise<StoredSchedule[]> {
  const { rows } = await database.pool.query<StoredSchedule>(`${SELECT} WHERE $1 OR s.owner_id = $2 ORDER BY s.name`, [
    caller.role === 'admin',
    caller.userId,
  ]);
  return rows;
}

export async function findSchedule(database: Database, name: string): Promise<StoredSchedule | null> {
  const { rows } = await database.pool.query<StoredSchedule>(`${SELECT} WHERE s.name = $1`, [name]);
  return rows[0] ?? null;
}

/** Stores a schedule whose ticks are decided from now on. False: its name is taken. */
export async function insertSchedule(
  db: Queryable,
  { name, ownerId, ...settings }: ScheduleSettings & { name: string; ownerId: string },
): Promise<boolean> {
  const keys = Object.keys(COLUMNS) as (keyof ScheduleSettings)[];
  const { rowCount } = await db.query(
    `INSERT INTO schedule (id, name, owner_id, decided_until, ${keys.map((key) => COLUMNS[key]).join(', ')})
     VALUES ($1, $2, $3, now(), ${keys.map((_, i) => `$${i + 4}`).join(', ')}) ON CONFLICT (name) DO NOTHING`,
    [newId(), name, ownerId, ...keys.map((key) => settings[key])],
  );
  return rowCount === 1;
}

/** Changes what is given. With another clock the ticks so far are decided: nothing of the new one is due in the past. */
export async function updateSchedule(db: Queryable, id: string, changes: Partial<ScheduleSettings>): Promise<void> {
  const keys = (Object.keys(COLUMNS) as (keyof ScheduleSettings)[]).filter((key) => changes[key] !== undefined);
  const sets = keys.map((key, i) => `${COLUMNS[key]} = $${i + 2}`);
  if (changes.cron !== undefined || changes.zone !== undefined) {
    sets.push('decided_until = greatest(decided_until, now())', 'waiting_tick = NULL');
  }
  if (sets.length === 0) return;
  await db.query(`UPDATE schedule SET ${sets.join(', ')} WHERE id = $1`, [id, ...keys.map((key) => changes[key])]);
}

/** False: it stood so already. */
export async function pauseSchedule(db: Queryable, id: string, paused: boolean): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE schedule SET paused_at = CASE WHEN $2 THEN now() END WHERE id = $1 AND (paused_at IS NULL) = $2`,
    [id, paused],
  );
  return rowCount === 1;
}

/** Removes a schedule with the record of its ticks; its campaigns stay. */
export async function removeSchedule(db: Queryable, id: string): Promise<void> {
  await db.query(`DELETE FROM schedule WHERE id = $1`, [id]);
}
