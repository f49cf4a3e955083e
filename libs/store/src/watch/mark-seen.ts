import type { Database } from '../database';

/** Records which devices answer just now, all in one statement. */
export async function markSeen(database: Database, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await database.pool.query(`UPDATE device SET last_seen_at = now() WHERE id = ANY($1::uuid[])`, [deviceIds]);
}
