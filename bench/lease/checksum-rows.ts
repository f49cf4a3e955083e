import type { Database } from '@joulefleet/store';

/** The rows that a worker of a shard may write, with what selects those of shard $1 (and of its device). */
const ROWS: Readonly<Record<string, string>> = {
  lease: 'r.shard_id = $1',
  shard: 'r.id = $1',
  device: 'r.id = (SELECT device_id FROM shard WHERE id = $1)',
  device_event: 'r.device_id = (SELECT device_id FROM shard WHERE id = $1)',
  facts_snapshot: 'r.device_id = (SELECT device_id FROM shard WHERE id = $1)',
  trial: 'r.device_id = (SELECT device_id FROM shard WHERE id = $1)',
  spool_record: 'r.shard_id = $1',
  measurement: 'r.shard_id = $1',
  trace_chunk: 'r.trial_id IN (SELECT id FROM trial WHERE shard_id = $1)',
  cell_statistics: 'r.device_id = (SELECT device_id FROM shard WHERE id = $1)',
};

const CHECKSUM = Object.entries(ROWS)
  .map(
    ([table, where]) =>
      `(SELECT coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM ${table} r WHERE ${where})`,
  )
  .join(` || `);

/** One checksum over all rows that a worker of a shard may write: it differs as soon as anything was written. */
export async function checksumRows(database: Database, shardId: string): Promise<string> {
  const { rows } = await database.pool.query<{ checksum: string }>(`SELECT ${CHECKSUM} AS checksum`, [shardId]);
  return rows[0]!.checksum;
}
