import type { Queryable } from '../database';

/**
 * Becomes the leader of something, or stays it, for `forMs`; false: another process leads. By the clock of PostgreSQL, which all
 * processes share.
 */
export async function takeLeadership(db: Queryable, name: string, holder: string, forMs: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO leadership (name, holder, expires_at) VALUES ($1, $2, now() + $3 * interval '1 ms')
     ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, expires_at = EXCLUDED.expires_at
     WHERE leadership.holder = EXCLUDED.holder OR leadership.expires_at <= now()`,
    [name, holder, forMs],
  );
  return rowCount === 1;
}
