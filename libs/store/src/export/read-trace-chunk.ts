import type { Queryable } from '../database';
import type { AttemptKey } from '../measurements/measurement-rows';
import type { StoredChunk } from '../measurements/trace-chunks';

/** The chunk of an attempt after the number `after`; null: there is none. */
export async function readNextTraceChunk(
  db: Queryable,
  { trialId, attempt }: AttemptKey,
  after: number,
): Promise<StoredChunk | null> {
  const { rows } = await db.query<StoredChunk>(
    `SELECT chunk, codec, rails, samples, first_t_us::float8 AS "firstTUs", last_t_us::float8 AS "lastTUs", data
     FROM trace_chunk WHERE trial_id = $1 AND attempt = $2 AND chunk > $3 ORDER BY chunk LIMIT 1`,
    [trialId, attempt, after],
  );
  return rows[0] ?? null;
}
