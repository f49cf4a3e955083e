import type { Database } from '@joulefleet/store';

/** Bytes on disk of a table with its indexes and TOAST data. */
export async function tableBytes(database: Database, table: 'trace_chunk' | 'reading' | 'sample'): Promise<number> {
  const sql = 'SELECT pg_total_relation_size($1::regclass)::float8 AS bytes';
  const { rows } = await database.pool.query<{ bytes: number }>(sql, [table]);
  return rows[0]!.bytes;
}
