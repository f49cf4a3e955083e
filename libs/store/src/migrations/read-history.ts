import type { Queryable } from '../database';
import type { AppliedMigration } from './plan-migrations';

const READ_HISTORY = `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`;

/** The migrations applied to a database, in order. Its history table must exist. */
export async function readHistory(db: Queryable): Promise<AppliedMigration[]> {
  return (await db.query<AppliedMigration>(READ_HISTORY)).rows;
}
