import type { Database, Queryable } from '../database';
import { insertMeasurement, type RawMeasurement } from '../measurements/measurement-rows';
import { insertTraceChunk, type RawChunk } from '../measurements/trace-chunks';
import type { PlacedShard } from '../shards/place-shard';
import { setShardEnd } from './save-shard-end';
import { underFence } from './under-fence';

export type Claim = 'new' | 'durable' | 'stale_fence';

/** What a record of a device's spool leaves in the database, as it came; null: nothing but that it was there. */
export type RawContent =
  | ({ kind: 'trace' } & RawChunk)
  | ({ kind: 'trial' } & RawMeasurement)
  | { kind: 'shard_end'; outcome: unknown }
  | null;

/**
 * Stores one record of a shard's spool, once and as it came. Whether it was stored before is decided by its number.
 * `stale_fence`: nothing is stored.
 */
export async function storeRecord(
  database: Database,
  shard: PlacedShard,
  { seq, kind }: { seq: number; kind: string },
  content: RawContent,
): Promise<Claim> {
  const claim = await underFence<Claim>(
    database,
    shard,
    async (db) => {
      const { rowCount } = await db.query(
        `INSERT INTO spool_record (shard_id, seq, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
        [shard.shardId, seq, kind],
      );
      if (rowCount !== 1) return 'durable';
      if (content) await storeContent(db, shard, content);
      return 'new';
    },
    'shared',
  );
  return claim ?? 'stale_fence';
}

async function storeContent(db: Queryable, shard: PlacedShard, content: NonNullable<RawContent>): Promise<void> {
  switch (content.kind) {
    case 'trace':
      return insertTraceChunk(db, shard, content);
    case 'trial':
      return insertMeasurement(db, shard, content);
    case 'shard_end':
      return setShardEnd(db, shard.shardId, content.outcome);
  }
}
