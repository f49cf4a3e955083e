import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServices, processConfiguration, stopServices } from '@joulefleet/platform';
import { applyMigrations, openDatabase, type Database } from '@joulefleet/store';

/** On a disk wherever the file system hierarchy standard is kept; /tmp is memory on many machines, where fsync is free. */
const PARENT = '/var/tmp';

/**
 * Runs `work` on the embedded PostgreSQL of a home of its own, with full durability (fsync), and removes everything behind it.
 * DATABASE_URL is ignored: a benchmark has no business in a database that somebody uses. SIGINT and SIGTERM abort the signal
 * that `work` gets; it is to look at it now and then.
 */
export async function withEmbeddedDatabase<T>(
  work: (database: Database, aborted: AbortSignal) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
  // The server's account must get through when we are root.
  chmodSync(home, 0o711);
  const abort = new AbortController();
  const interrupted = (signal: string): void => abort.abort(new Error(`interrupted by ${signal}`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupted);
  try {
    const { cacheFolder, redisUrl } = processConfiguration();
    const { databaseUrl } = await ensureServices({ home, cacheFolder, redisUrl }, 'full');
    return await onDatabase(databaseUrl, (database) => work(database, abort.signal));
  } finally {
    await stopServices({ home });
    rmSync(home, { recursive: true, force: true });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupted);
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
