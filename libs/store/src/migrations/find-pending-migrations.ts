import type { Queryable } from '../database';
import { planMigrations } from './plan-migrations';
import { readHistory } from './read-history';
import { readMigrations, type Migration } from './read-migrations';

const HISTORY_EXISTS = `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`;

/**
 * Names of the migrations not yet applied to a database; changes nothing.
 * @throws Fault the same faults as `planMigrations`.
 */
export async function findPendingMigrations(
  db: Queryable,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const { rows } = await db.query<{ there: boolean }>(HISTORY_EXISTS);
  const applied = rows[0]?.there ? await readHistory(db) : [];
  return planMigrations(migrations, applied).map(({ name }) => name);
}
