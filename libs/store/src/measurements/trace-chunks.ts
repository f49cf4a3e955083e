import type { TimeWindow } from '@joulefleet/core';
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

/** Stores chunks as they came, each if the shard has its attempt of the trial to execute. To be called under the fence. */
export async function insertTraceChunks(
  db: Queryable,
  { shardId }: PlacedShard,
  chunks: readonly RawChunk[],
): Promise<void> {
  const column = <Key extends keyof RawChunk>(key: Key): RawChunk[Key][] => chunks.map((chunk) => chunk[key]);
  await db.query(
    `INSERT INTO trace_chunk (trial_id, attempt, chunk, codec, rails, samples, first_t_us, last_t_us, data)
     SELECT t.id, k.attempt, k.chunk, k.codec, ARRAY(SELECT json_array_elements_text(k.rails)), k.samples, k.first_t_us, k.last_t_us, k.data
     FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::json[], $7::int[], $8::bigint[], $9::bigint[], $10::bytea[])
       AS k(trial_id, attempt, chunk, codec, rails, samples, first_t_us, last_t_us, data)
     JOIN trial t ON t.id = k.trial_id::uuid AND t.attempt = k.attempt AND t.shard_id = $1 ON CONFLICT DO NOTHING`,
    [
      shardId,
      column('trialId'),
      column('attempt'),
      column('chunk'),
      column('codec'),
      column('rails').map((rails) => JSON.stringify(rails)),
      column('samples'),
      column('firstTUs'),
      column('lastTUs'),
      column('data'),
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

/** The chunks of one attempt that have samples within a range, both ends included, in order. */
export async function readTraceChunksWithin(
  db: Queryable,
  { trialId, attempt }: AttemptKey,
  { startUs, endUs }: TimeWindow,
): Promise<StoredChunk[]> {
  const { rows } = await db.query<StoredChunk>(
    `SELECT chunk, codec, rails, samples, first_t_us::float8 AS "firstTUs", last_t_us::float8 AS "lastTUs", data
     FROM trace_chunk WHERE trial_id = $1 AND attempt = $2 AND last_t_us >= $3 AND first_t_us <= $4 ORDER BY chunk`,
    [trialId, attempt, startUs, endUs],
  );
  return rows;
}

/** The chunks of attempts, each with its attempt, in order. */
export async function readTracesChunks(db: Queryable, keys: readonly AttemptKey[]): Promise<RawChunk[]> {
  const { rows } = await db.query<RawChunk>(
    `SELECT c.trial_id AS "trialId", c.attempt, chunk, codec, rails, samples, first_t_us::float8 AS "firstTUs",
       last_t_us::float8 AS "lastTUs", data
     FROM unnest($1::uuid[], $2::int[]) AS k(trial_id, attempt)
     JOIN trace_chunk c ON c.trial_id = k.trial_id AND c.attempt = k.attempt ORDER BY chunk`,
    [keys.map(({ trialId }) => trialId), keys.map(({ attempt }) => attempt)],
  );
  return rows;
}
