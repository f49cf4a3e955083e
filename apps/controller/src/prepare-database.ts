import { ensureFirstAdmin, resetAdmin } from '@joulefleet/access';
import { adoptIdentities } from '@joulefleet/fleet';
import { ensureServices, type Configuration, type MasterKey } from '@joulefleet/platform';
import { applyMigrations, databaseFault, openDatabase, type Database } from '@joulefleet/store';
import { keepFirstAdmin, makeHome, removeOldToken } from './controller-files';

/**
 * Brings the database up to date, makes the first admin where there is no user, and takes in private keys that an older version
 * left in files. Returns names of the devices whose keys could not be taken in. Errors as of `applyMigrations`.
 */
export async function prepareDatabase(databaseUrl: string, home: string, masterKey: MasterKey): Promise<string[]> {
  const failed = await withDatabase(databaseUrl, async (database) => {
    await applyMigrations(database.pool);
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
