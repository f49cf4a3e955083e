import type { Queryable } from '../database';
import { planMigrations } from './plan-migrations';
import { readHistory } from './read-history';
import { readMigrations, type Migration } from './read-migrations';

const HISTORY_EXISTS = `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`;

/**
 * Names of the migrations that a database still lacks; changes nothing.
 * @throws Fault those of `planMigrations`, when its history is not ours.
 */
export async function findPendingMigrations(
  db: Queryable,
  migrations: readonly Migration[] = readMigrations(),
): Promise<string[]> {
  const { rows } = await db.query<{ there: boolean }>(HISTORY_EXISTS);
  const applied = rows[0]?.there ? await readHistory(db) : [];
  return planMigrations(migrations, applied).map(({ name }) => name);
}
