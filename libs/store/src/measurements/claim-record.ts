import type { Queryable } from '../database';

export type Claim = 'new' | 'durable' | 'stale_fence';

/**
 * First step of committing a record: is the fence in force (the lease row stays locked for the transaction), and was the
 * record committed before?
 */
export async function claimRecord(
  db: Queryable,
  record: { shardId: string; fence: number; seq: number; kind: string },
): Promise<Claim> {
  const lease = await db.query(`SELECT 1 FROM lease WHERE shard_id = $1 AND fence = $2 FOR SHARE`, [
    record.shardId,
    record.fence,
  ]);
  if (lease.rowCount === 0) return 'stale_fence';
  const { rowCount } = await db.query(
    `INSERT INTO spool_record (shard_id, seq, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [record.shardId, record.seq, record.kind],
  );
  return rowCount === 1 ? 'new' : 'durable';
}
