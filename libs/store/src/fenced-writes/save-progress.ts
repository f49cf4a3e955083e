import type { Database } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** What a shard does now, for people who watch. False: stale fence. */
export async function saveProgress(
  database: Database,
  shard: PlacedShard,
  progress: unknown,
  busyMs = 0,
): Promise<boolean> {
  return writeUnderFence(
    database,
    shard,
    (db) =>
      db.query(`UPDATE shard SET progress = $2, busy_ms = busy_ms + $3 WHERE id = $1`, [
        shard.shardId,
        JSON.stringify(progress),
        busyMs,
      ]),
    { lock: 'shared', durability: 'lost_on_crash' },
  );
}
