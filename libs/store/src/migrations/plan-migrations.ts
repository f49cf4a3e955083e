import { Fault } from '@joulefleet/core';
import type { Migration } from './read-migrations';

/** A row of `_prisma_migrations`, as far as planning needs it. */
export interface AppliedMigration {
  name: string;
  checksum: string;
  /** False for one that `prisma migrate` began and did not end. */
  finished: boolean;
}

/**
 * The migrations still to apply, in order.
 * @throws Fault `migration_changed`, `migration_unfinished`, `migration_unknown` when the database's history is not a
 * beginning of ours; nothing may be applied then.
 */
export function planMigrations(ours: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const byName = new Map(ours.map((migration) => [migration.name, migration]));
  for (const row of applied) checkHistory(row, byName.get(row.name));
  const done = new Set(applied.map((row) => row.name));
  return ours.filter((migration) => !done.has(migration.name));
}

function checkHistory(row: AppliedMigration, ours: Migration | undefined): void {
  if (!row.finished) {
    const remedy = 'Repair the database by hand, then settle it with `prisma migrate resolve`.';
    throw mismatch('migration_unfinished', `The migration ${row.name} was begun and never ended`, row, remedy);
  }
  if (ours === undefined) {
    const remedy = 'Run the newer Joulefleet that made it, or use another database.';
    throw mismatch(
      'migration_unknown',
      `The database has the migration ${row.name}, which this program has not`,
      row,
      remedy,
    );
  }
  if (ours.checksum !== row.checksum) {
    const remedy = 'Restore the file as it was applied, and put the change into a new migration.';
    throw mismatch('migration_changed', `The migration ${row.name} was changed after it was applied`, row, remedy);
  }
}

function mismatch(code: string, message: string, row: AppliedMigration, remedy: string): Fault {
  const where = `prisma/migrations/${row.name}/migration.sql`;
  return new Fault(message, { code, origin: 'operator', transient: false, where, remedy });
}
