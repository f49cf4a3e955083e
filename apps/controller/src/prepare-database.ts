import { ensureFirstAdmin, resetAdmin } from '@joulefleet/access';
import { adoptIdentities } from '@joulefleet/fleet';
import { ensureServices, type Configuration, type MasterKey } from '@joulefleet/platform';
import { applyMigrations, databaseFault, dropLeases, openDatabase, type Database } from '@joulefleet/store';
import { keepFirstAdmin, createHome, removeOldToken } from './controller-files';

/** The controller that the database is prepared for. */
export interface ControllerIdentity {
  home: string;
  masterKey: MasterKey;
  /** The name under which this controller will hold leases; null: it executes no shards. */
  workerName: string | null;
}

/**
 * Applies migrations, drops leases that an earlier controller of this name left behind, creates the first admin if
 * there are no users, and imports private keys that an older version kept in files. Returns the names of devices whose
 * keys could not be imported. Throws the same faults as `applyMigrations`.
 */
export async function prepareDatabase(
  databaseUrl: string,
  { home, masterKey, workerName }: ControllerIdentity,
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

/** `--reset-admin`: gives the user `admin` a new password and key, stored for `joulefleet up` to show. */
export async function resetAdminOf(configuration: Configuration): Promise<void> {
  const { home } = configuration;
  createHome(home);
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
