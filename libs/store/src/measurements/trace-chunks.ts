import type { Queryable } from '../database';
import type { PlacedShard } from '../shards/place-shard';
import type { AttemptKey } from './measurement-rows';

/** One chunk of a trace, encoded as it came. */
export interface StoredChunk {
  chunk: number;
  codec: number;
  rails: string[];
  samples: number;
  firstTUs: number;
  lastTUs: number;
  data: Buffer;
}

export type RawChunk = AttemptKey & StoredChunk;

/** Stores a chunk as it came, if the shard has this attempt of the trial to execute. To be called under the fence. */
export async function insertTraceChunk(db: Queryable, { shardId }: PlacedShard, chunk: RawChunk): Promise<void> {
  await db.query(
    `INSERT INTO trace_chunk (trial_id, attempt, chunk, codec, rails, samples, first_t_us, last_t_us, data)
     SELECT id, $2, $3, $4, $5, $6, $7, $8, $9 FROM trial
     WHERE id = $1 AND attempt = $2 AND shard_id = $10 ON CONFLICT DO NOTHING`,
    [
      chunk.trialId,
      chunk.attempt,
      chunk.chunk,
      chunk.codec,
      chunk.rails,
      chunk.samples,
      chunk.firstTUs,
      chunk.lastTUs,
      chunk.data,
      shardId,
    ],
  );
}

/** The chunks of one attempt in order. */
export async function readTraceChunks(db: Queryable, { trialId, attempt }: AttemptKey): Promise<StoredChunk[]> {
  const { rows } = await db.query<StoredChunk>(
    `SELECT chunk, codec, rails, samples, first_t_us::float8 AS "firstTUs", last_t_us::float8 AS "lastTUs", data
     FROM trace_chunk WHERE trial_id = $1 AND attempt = $2 ORDER BY chunk`,
    [trialId, attempt],
  );
  return rows;
}
