import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServices, processConfiguration, stopServices } from '@joulefleet/platform';
import { applyMigrations, openDatabase, type Database } from '@joulefleet/store';

/** On a disk wherever the file system hierarchy standard is kept; /tmp is memory on many machines, where fsync is free. */
const PARENT = '/var/tmp';

/**
 * Runs `work` on the embedded PostgreSQL of a home of its own, with full durability (fsync), and removes everything behind it.
 * DATABASE_URL is ignored: a benchmark has no business in a database that somebody uses.
 */
export async function withEmbeddedDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
  // The server's account must get through when we are root.
  chmodSync(home, 0o711);
  const remove = async (): Promise<void> => {
    await stopServices({ home });
    rmSync(home, { recursive: true, force: true });
  };
  const interrupted = (): void => void remove().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    const { cacheFolder, redisUrl } = processConfiguration();
    const { databaseUrl } = await ensureServices({ home, cacheFolder, redisUrl }, 'full');
    return await onDatabase(databaseUrl, work);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupted);
    await remove();
  }
}

async function onDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase(url);
  try {
    await applyMigrations(database.pool);
    return await work(database);
  } finally {
    await database.close();
  }
}
