import type { Database } from '../database';
import type { PlacedShard } from './place-shard';

/** What a shard does now, for people who watch. */
export async function saveProgress(database: Database, shard: PlacedShard, progress: unknown): Promise<void> {
  await database.pool.query(`UPDATE shard SET progress = $3 WHERE id = $1 AND fence = $2`, [
    shard.shardId,
    shard.fence,
    JSON.stringify(progress),
  ]);
}
