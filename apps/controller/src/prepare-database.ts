import { ensureFirstAdmin, resetAdmin } from '@joulefleet/access';
import { adoptIdentities } from '@joulefleet/fleet';
import { ensureServices, type Configuration, type MasterKey } from '@joulefleet/platform';
import { applyMigrations, databaseFault, dropLeases, openDatabase, type Database } from '@joulefleet/store';
import { keepFirstAdmin, makeHome, removeOldToken } from './controller-files';

/** Whom the database is prepared for. */
export interface Prepared {
  home: string;
  masterKey: MasterKey;
  /** Under which name this controller is to hold leases; null: it executes no shards. */
  workerName: string | null;
}

/**
 * Brings the database up to date, drops leases that an earlier controller of this name left, makes the first admin where there is
 * no user, and takes in private keys that an older version left in files. Returns names of the devices whose keys could not be
 * taken in. Errors as of `applyMigrations`.
 */
export async function prepareDatabase(
  databaseUrl: string,
  { home, masterKey, workerName }: Prepared,
): Promise<string[]> {
  const failed = await withDatabase(databaseUrl, async (database) => {
    await applyMigrations(database.pool);
    if (workerName !== null) await dropLeases(database, workerName);
    await ensureFirstAdmin(database, (admin) => keepFirstAdmin(home, admin));
    return adoptIdentities({ database, masterKey });
  });
  removeOldToken(home);
  return failed;
}

/** `--reset-admin`: a new password and key for the user `admin`, left for `joulefleet up` to show. */
export async function resetAdminOf(configuration: Configuration): Promise<void> {
  const { home } = configuration;
  makeHome(home);
  const { databaseUrl } = await ensureServices(configuration);
  await withDatabase(databaseUrl, async (database) => {
    await applyMigrations(database.pool);
    await resetAdmin(database, (admin) => keepFirstAdmin(home, admin));
  });
}

async function withDatabase<T>(databaseUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    return await work(database);
  } catch (error) {
    throw databaseFault(error) ?? error;
  } finally {
    await database.close();
  }
}
