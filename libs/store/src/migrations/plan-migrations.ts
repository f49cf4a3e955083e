import { Fault } from '@joulefleet/core';
import type { Migration } from './read-migrations';

/** The columns of `_prisma_migrations` that planning needs. */
export interface AppliedMigration {
  name: string;
  checksum: string;
  /** False if `prisma migrate` started but did not finish it. */
  finished: boolean;
}

/**
 * The migrations still to apply, in order.
 * @throws Fault `migration_changed`, `migration_unfinished`, `migration_unknown` when the database's history is not a
 * prefix of this program's; nothing may be applied then.
 */
export function planMigrations(ours: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byName = new Map(ours.map((migration) => [migration.name, migration]));
  for (const row of applied) checkHistory(row, byName.get(row.name));
  const done = new Set(applied.map((row) => row.name));
  return ours.filter((migration) => !done.has(migration.name));
}

function checkHistory(row: AppliedMigration, ours: Migration | undefined): void {
  if (!row.finished) {
    const remedy = 'Repair the database by hand, then run `prisma migrate resolve`.';
    throw mismatch('migration_unfinished', `the migration ${row.name} was started but never finished`, row, remedy);
  }
  if (ours === undefined) {
    const remedy = 'Run the newer Joulefleet that applied it, or use another database.';
    throw mismatch(
      'migration_unknown',
      `the database has the migration ${row.name}, which this version does not know`,
      row,
      remedy,
    );
  }
  if (ours.checksum !== row.checksum) {
    const remedy = 'Restore the file as it was applied, and put the change in a new migration.';
    throw mismatch('migration_changed', `the migration ${row.name} was changed after it was applied`, row, remedy);
  }
}

function mismatch(code: string, message: string, row: AppliedMigration, remedy: string): Fault {
  const where = `prisma/migrations/${row.name}/migration.sql`;
  return new Fault(message, { code, origin: 'operator', transient: false, where, remedy });
}
