import type { Queryable } from '../database';

/** Commits a small write: the server takes changes. One row is rewritten each time. */
export async function probeWrite(db: Queryable): Promise<void> {
  await db.query(
    `INSERT INTO installation (id, probed_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET probed_at = now()`,
  );
}
