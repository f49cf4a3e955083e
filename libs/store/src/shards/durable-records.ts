import type { Database } from '../database';

/** Records of a shard that are committed: without a gap up to `lastSeq`; `ended` when shard_end is among them. */
export interface DurableRecords {
  lastSeq: number;
  ended: boolean;
}

/** How far the records of a shard are committed. */
export async function readDurableRecords(database: Database, shardId: string): Promise<DurableRecords> {
  const { rows } = await database.pool.query<DurableRecords>(
    `SELECT coalesce(max(seq), 0)::int AS "lastSeq", coalesce(bool_or(kind = 'shard_end'), false) AS ended
     FROM (SELECT seq, kind, row_number() OVER (ORDER BY seq) AS place FROM spool_record WHERE shard_id = $1) r
     WHERE seq = place`,
    [shardId],
  );
  return rows[0]!;
}
