import type { Database } from '../database';
import type { PlacedShard } from './place-shard';

/** Shards that are committed but whose job is not known to be in the queue: the outbox of the dispatcher. */
export async function listShardsToEnqueue(database: Database): Promise<PlacedShard[]> {
  const { rows } = await database.pool.query<PlacedShard>(
    `SELECT id AS "shardId", fence FROM shard WHERE state = 'queued' AND enqueued_at IS NULL ORDER BY id`,
  );
  return rows;
}
