import type { Queryable } from '../database';

const TABLES_SHOWN = 10;

/** The server, and how much room the database takes on its disk. */
export interface DatabaseSize {
  version: string;
  startedAt: Date;
  bytes: number;
  /** The largest tables with their indexes, the largest first. */
  tables: { name: string; bytes: number }[];
}

export async function readDatabaseSize(db: Queryable): Promise<DatabaseSize> {
  const { rows } = await db.query<DatabaseSize>(
    `SELECT current_setting('server_version') AS version, pg_postmaster_start_time() AS "startedAt",
       pg_database_size(current_database())::float8 AS bytes,
       (SELECT coalesce(json_agg(t), '[]') FROM (
          SELECT relname AS name, pg_total_relation_size(oid)::float8 AS bytes FROM pg_class
          WHERE relkind IN ('r', 'm') AND relnamespace = current_schema()::regnamespace
          ORDER BY 2 DESC, 1 LIMIT $1) t) AS tables`,
    [TABLES_SHOWN],
  );
  return rows[0]!;
}
