import type { Database } from '../database';
import { AT_ONCE } from '../shards/at-once';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** The worker shuts down: the lease expires at once, so that another worker may take the shard over. False: stale fence. */
export async function handOverShard(database: Database, shard: PlacedShard): Promise<boolean> {
  return writeUnderFence(database, shard, (db) =>
    db.query(`UPDATE lease SET expires_at = ${AT_ONCE} WHERE shard_id = $1`, [shard.shardId]),
  );
}
