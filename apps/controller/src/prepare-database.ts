import { ensureFirstAdmin, resetAdmin } from '@joulefleet/access';
import { adoptIdentities } from '@joulefleet/fleet';
import {
  ensureMasterKey,
  ensureServices,
  type Configuration,
  type MasterKey,
  type MasterKeySource,
} from '@joulefleet/platform';
import {
  applyMigrations,
  claimSealing,
  databaseFault,
  dropLeases,
  openDatabase,
  readSealingKeyId,
  type Database,
} from '@joulefleet/store';
import { keepFirstAdmin, createHome, removeOldToken } from './controller-files';

/** The controller that the database is prepared for. */
export interface ControllerIdentity {
  home: string;
  /** Where its master key is, or is to be. */
  keySource: MasterKeySource;
  /** The name under which this controller will hold leases; null: it executes no shards. */
  workerName: string | null;
}

/**
 * Applies migrations, drops leases that an earlier controller of this name left behind, creates the first admin if
 * there are no users, and imports private keys that an older version kept in files. Returns the master key, which is made at the
 * first start, and the names of devices whose keys could not be imported. Throws the same faults as `applyMigrations` and
 * `ensureMasterKey`; nothing but the migrations is changed then.
 */
export async function prepareDatabase(
  databaseUrl: string,
  { home, keySource, workerName }: ControllerIdentity,
): Promise<{ masterKey: MasterKey; failed: string[] }> {
  const prepared = await withDatabase(databaseUrl, async (database) => {
    await applyMigrations(database.pool);
    const masterKey = ensureMasterKey(keySource, await readSealingKeyId(database.pool));
    await claimSealing(database.pool, masterKey.id);
    if (workerName !== null) await dropLeases(database, workerName);
    await ensureFirstAdmin(database, (admin) => keepFirstAdmin(home, admin));
    return { masterKey, failed: await adoptIdentities({ database, masterKey }) };
  });
  removeOldToken(home);
  return prepared;
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
