import type { Queryable } from '../database';

export interface StoredChunk {
  chunk: number;
  codec: number;
  rails: string[];
  samples: number;
  firstTUs: number;
  lastTUs: number;
  summary: unknown;
  data: Buffer;
}

export async function insertTraceChunk(
  db: Queryable,
  trialId: string,
  attempt: number,
  chunk: StoredChunk,
): Promise<void> {
  await db.query(
    `INSERT INTO trace_chunk (trial_id, attempt, chunk, codec, rails, samples, first_t_us, last_t_us, summary, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [
      trialId,
      attempt,
      chunk.chunk,
      chunk.codec,
      chunk.rails,
      chunk.samples,
      chunk.firstTUs,
      chunk.lastTUs,
      JSON.stringify(chunk.summary),
      chunk.data,
    ],
  );
}

/** The chunks of one attempt in order. */
export async function readTraceChunks(db: Queryable, trialId: string, attempt: number): Promise<StoredChunk[]> {
  const { rows } = await db.query<StoredChunk>(
    `SELECT chunk, codec, rails, samples, first_t_us::float8 AS "firstTUs", last_t_us::float8 AS "lastTUs", summary, data
     FROM trace_chunk WHERE trial_id = $1 AND attempt = $2 ORDER BY chunk`,
    [trialId, attempt],
  );
  return rows;
}
