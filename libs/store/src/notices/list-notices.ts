import type { NoticeKind, NoticeState } from '@joulefleet/core';
import type { Database } from '../database';

/** A notice with what became of it. */
export interface NoticeRecord {
  id: string;
  target: string;
  kind: NoticeKind;
  schedule: string | null;
  title: string;
  state: NoticeState;
  createdAt: Date;
  endedAt: Date | null;
  dueAt: Date;
  attempts: number;
  /** The latest ones, the newest first. */
  tried: NoticeAttemptRecord[];
}

export interface NoticeAttemptRecord {
  number: number;
  /** ISO 8601. */
  startedAt: string;
  tookMs: number | null;
  /** Null: it is under way, or its controller ended before it knew. */
  sent: boolean | null;
  detail: string | null;
}

/** Attempts that are listed with a notice. */
const MAX_TRIED = 20;

/** Notices, the newest first: of all targets or of one, or that of an id. */
export async function listNotices(
  database: Database,
  { target, id, limit }: { target?: string; id?: string; limit: number },
): Promise<NoticeRecord[]> {
  const { rows } = await database.pool.query<NoticeRecord>(
    `SELECT n.id, t.name AS target, n.kind, n.schedule, n.title, n.state, n.created_at AS "createdAt", n.ended_at AS "endedAt",
       n.due_at AS "dueAt", n.attempts, coalesce(tried.list, '[]') AS tried
     FROM notice n JOIN notice_target t ON t.id = n.target_id LEFT JOIN LATERAL (
       SELECT json_agg(json_build_object('number', a.number, 'startedAt', a.started_at, 'tookMs', a.took_ms, 'sent', a.sent,
         'detail', a.detail) ORDER BY a.number DESC) AS list
       FROM (SELECT * FROM notice_attempt WHERE notice_id = n.id ORDER BY number DESC LIMIT ${MAX_TRIED}) a) tried ON true
     WHERE ($1::text IS NULL OR t.name = $1) AND ($2::uuid IS NULL OR n.id = $2)
     ORDER BY n.created_at DESC, n.id DESC LIMIT $3`,
    [target ?? null, id ?? null, limit],
  );
  return rows;
}
