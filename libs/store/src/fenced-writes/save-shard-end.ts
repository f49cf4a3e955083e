import type { Database, Queryable } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** Keeps how a shard ended, for one that the device itself has no record of. False: stale fence. */
export async function saveShardEnd(database: Database, shard: PlacedShard, outcome: unknown): Promise<boolean> {
  return writeUnderFence(database, shard, (db) => setShardEnd(db, shard.shardId, outcome));
}

/** To be called under the fence. */
export async function setShardEnd(db: Queryable, shardId: string, outcome: unknown): Promise<void> {
  await db.query(`UPDATE shard SET outcome = $2 WHERE id = $1`, [shardId, JSON.stringify(outcome)]);
}
