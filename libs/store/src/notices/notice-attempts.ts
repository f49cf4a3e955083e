import type { NoticeKind } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { inTransaction } from '../database';
import { newId } from '../ids/new-id';

/** A notice whose attempt was begun: nobody else begins one until it has ended, or counts as lost. */
export interface BegunNotice {
  id: string;
  targetId: string;
  kind: NoticeKind;
  schedule: string | null;
  title: string;
  text: string;
  digest: unknown;
  createdAt: Date;
  /** Its number, from 1. */
  attempts: number;
}

const INTERRUPTED = 'interrupted: the controller ended before it knew whether it had arrived';

/** Of each target the oldest notice that is due. */
export async function listDueNotices(db: Queryable): Promise<{ id: string; targetId: string }[]> {
  const { rows } = await db.query<{ id: string; targetId: string }>(
    `SELECT DISTINCT ON (target_id) id, target_id AS "targetId" FROM notice
     WHERE state = 'pending' AND due_at <= now() ORDER BY target_id, created_at, id`,
  );
  return rows;
}

/**
 * Begins an attempt.
 * @param lostAfterMs so long after its begin it counts as lost, and another one may begin.
 * @returns null: it is not due any more.
 */
export async function beginNoticeAttempt(
  database: Database,
  id: string,
  lostAfterMs: number,
): Promise<BegunNotice | null> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<BegunNotice>(
      `UPDATE notice SET attempts = attempts + 1, due_at = now() + $2 * interval '1 ms'
       WHERE id = $1 AND state = 'pending' AND due_at <= now() RETURNING ${BEGUN}`,
      [id, lostAfterMs],
    );
    const [begun] = rows;
    if (!begun) return null;
    await client.query(`UPDATE notice_attempt SET sent = false, detail = $2 WHERE notice_id = $1 AND sent IS NULL`, [
      id,
      INTERRUPTED,
    ]);
    await client.query(`INSERT INTO notice_attempt (notice_id, number) VALUES ($1, $2)`, [id, begun.attempts]);
    return begun;
  });
}

const BEGUN = `id, target_id AS "targetId", kind, schedule, title, text, digest, created_at AS "createdAt", attempts`;

/** Stores a test and begins its attempt at once, so that no leader sends it as well. */
export async function beginNoticeTest(
  database: Database,
  { targetId, title, text, digest }: { targetId: string; title: string; text: string; digest: unknown },
  lostAfterMs: number,
): Promise<BegunNotice> {
  return inTransaction(database, async (client) => {
    const { rows } = await client.query<BegunNotice>(
      `INSERT INTO notice (id, target_id, kind, title, text, digest, attempts, due_at)
       VALUES ($1, $2, 'test', $3, $4, $5, 1, now() + $6 * interval '1 ms') RETURNING ${BEGUN}`,
      [newId(), targetId, title, text, JSON.stringify(digest), lostAfterMs],
    );
    await client.query(`INSERT INTO notice_attempt (notice_id, number) VALUES ($1, 1)`, [rows[0]!.id]);
    return rows[0]!;
  });
}

/** How an attempt ended. */
export interface NoticeAttemptEnd {
  sent: boolean;
  /** What the far side said, or what went wrong. */
  detail: string;
  tookMs: number;
  /** Pause before the next attempt, where it was not sent; null: it is given up. */
  retryMs: number | null;
}

/** Ends an attempt. One that was taken for lost, and followed by another, changes only its own record. */
export async function endNoticeAttempt(
  database: Database,
  { id, attempts }: Pick<BegunNotice, 'id' | 'attempts'>,
  { sent, detail, tookMs, retryMs }: NoticeAttemptEnd,
): Promise<void> {
  const state = sent ? 'sent' : retryMs === null ? 'given_up' : 'pending';
  await inTransaction(database, async (client) => {
    await client.query(
      `UPDATE notice_attempt SET sent = $3, detail = $4, took_ms = $5 WHERE notice_id = $1 AND number = $2`,
      [id, attempts, sent, detail, Math.round(tookMs)],
    );
    await client.query(
      `UPDATE notice SET state = $3, ended_at = CASE WHEN $3 = 'pending' THEN NULL ELSE now() END,
         due_at = CASE WHEN $3 = 'pending' THEN now() + $4 * interval '1 ms' ELSE due_at END
       WHERE id = $1 AND attempts = $2 AND state = 'pending'`,
      [id, attempts, state, retryMs ?? 0],
    );
  });
}
