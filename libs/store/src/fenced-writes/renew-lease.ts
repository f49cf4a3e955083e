import type { Database, Queryable } from '../database';
import { LEASE_TTL_S, type PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/**
 * Heartbeat of a shard's worker, which executed it for `busyMs` more. False: the lease went to another worker, stop. One that a crash
 * of PostgreSQL loses is as one that was missed: a lease outlasts several.
 */
export async function renewLease(database: Database, shard: PlacedShard, busyMs = 0): Promise<boolean> {
  const renew = async (db: Queryable): Promise<void> => {
    await db.query(`UPDATE lease SET expires_at = now() + $2::int * interval '1 second' WHERE shard_id = $1`, [
      shard.shardId,
      LEASE_TTL_S,
    ]);
    if (busyMs > 0) await db.query(`UPDATE shard SET busy_ms = busy_ms + $2 WHERE id = $1`, [shard.shardId, busyMs]);
  };
  return writeUnderFence(database, shard, renew, { durability: 'lost_on_crash' });
}
