import type { Database } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** What a shard does now, for people who watch. False: stale fence. */
export async function saveProgress(database: Database, shard: PlacedShard, progress: unknown): Promise<boolean> {
  return writeUnderFence(
    database,
    shard,
    (db) => db.query(`UPDATE shard SET progress = $2 WHERE id = $1`, [shard.shardId, JSON.stringify(progress)]),
    'shared',
  );
}
