import type { Database } from '../database';

/**
 * Lets the leases of `holder` run out now: nobody of that name lives any more. Their shards are leased again under new fences.
 * Returns how many there were.
 */
export async function dropLeases(database: Database, holder: string): Promise<number> {
  const { rowCount } = await database.pool.query(
    `UPDATE lease SET expires_at = now() WHERE holder = $1 AND shard_id IS NOT NULL AND expires_at > now()`,
    [holder],
  );
  return rowCount ?? 0;
}
