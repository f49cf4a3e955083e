import type { Database } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** The job of a shard under this fence is in the queue. False: stale fence. Lost in a crash, it is enqueued again. */
export async function markEnqueued(database: Database, shard: PlacedShard): Promise<boolean> {
  return writeUnderFence(
    database,
    shard,
    (db) => db.query(`UPDATE shard SET enqueued_at = now() WHERE id = $1`, [shard.shardId]),
    { lock: 'shared', durability: 'lost_on_crash' },
  );
}
