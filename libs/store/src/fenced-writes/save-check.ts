import type { Database, Queryable } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import { writeUnderFence } from './under-fence';

/** Keeps what a check of the shard's device found: facts, drift, the pre-flight itself. False: stale fence, nothing is kept. */
export async function saveCheck(
  database: Database,
  shard: PlacedShard,
  save: (db: Queryable) => Promise<void>,
): Promise<boolean> {
  return writeUnderFence(database, shard, save);
}
