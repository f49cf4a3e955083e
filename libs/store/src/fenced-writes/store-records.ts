import type { Database, Queryable } from '../database';
import { insertMeasurements, type RawMeasurement } from '../measurements/measurement-rows';
import { insertTraceChunks, type RawChunk } from '../measurements/trace-chunks';
import type { PlacedShard } from '../shards/place-shard';
import { setShardEnd } from './save-shard-end';
import { underFence } from './under-fence';

/** What a record of a device's spool leaves in the database, as it came; null: nothing but that it was there. */
export type RawContent =
  | ({ kind: 'trace' } & RawChunk)
  | ({ kind: 'trial' } & RawMeasurement)
  | { kind: 'shard_end'; outcome: unknown }
  | null;

export interface RecordToStore {
  seq: number;
  kind: string;
  content: RawContent;
}

/**
 * Stores records of a shard's spool in one transaction, each once and as it came. Whether one was stored before is decided by its
 * number. Answers the numbers of those that were new; null: the fence is stale, and nothing is stored.
 */
export async function storeRecords(
  database: Database,
  shard: PlacedShard,
  records: readonly RecordToStore[],
): Promise<number[] | null> {
  // In one order, so that no two transactions wait for each other.
  const inOrder = [...new Map(records.map((record) => [record.seq, record])).values()].sort((a, b) => a.seq - b.seq);
  return underFence(
    database,
    shard,
    async (db) => {
      const { rows } = await db.query<{ seq: number }>(
        `INSERT INTO spool_record (shard_id, seq, kind) SELECT $1, seq, kind FROM unnest($2::int[], $3::text[]) AS r(seq, kind)
         ON CONFLICT DO NOTHING RETURNING seq`,
        [shard.shardId, inOrder.map(({ seq }) => seq), inOrder.map(({ kind }) => kind)],
      );
      const fresh = new Set(rows.map(({ seq }) => seq));
      const contents = inOrder.filter(({ seq }) => fresh.has(seq)).map(({ content }) => content);
      await storeContents(db, shard, contents);
      return [...fresh];
    },
    { lock: 'shared' },
  );
}

async function storeContents(db: Queryable, shard: PlacedShard, contents: readonly RawContent[]): Promise<void> {
  const of = <Kind extends NonNullable<RawContent>['kind']>(kind: Kind) =>
    contents.filter((content): content is Extract<RawContent, { kind: Kind }> => content?.kind === kind);
  const [chunks, measurements, ends] = [of('trace'), of('trial'), of('shard_end')];
  if (chunks.length > 0) await insertTraceChunks(db, shard, chunks);
  if (measurements.length > 0) await insertMeasurements(db, shard, measurements);
  for (const { outcome } of ends) await setShardEnd(db, shard.shardId, outcome);
}
