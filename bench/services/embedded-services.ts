import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServices, processConfiguration, stopServices } from '@joulefleet/platform';
import { applyMigrations, openDatabase } from '@joulefleet/store';

/** On a disk wherever the file system hierarchy standard is kept; /tmp is memory on many machines, where fsync is free. */
const PARENT = '/var/tmp';

export interface BenchServices {
  /** Removed afterwards with everything in it. */
  home: string;
  /** A migrated database that nobody else uses. */
  databaseUrl: string;
  redisUrl: string;
  /** Aborted by SIGINT and SIGTERM; the work is to look at it now and then. */
  aborted: AbortSignal;
}

/**
 * Runs `work` with the embedded PostgreSQL and Redis of a home of its own and removes everything behind it. `full` waits for
 * the disk at each commit, `relaxed` does not. DATABASE_URL is ignored: a benchmark has no business in a database that
 * somebody uses.
 */
export async function withEmbeddedServices<T>(
  durability: 'full' | 'relaxed',
  work: (services: BenchServices) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
  // The server's account must get through when we are root.
  chmodSync(home, 0o711);
  const abort = new AbortController();
  const interrupted = (signal: string): void => abort.abort(new Error(`interrupted by ${signal}`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupted);
  try {
    const { cacheFolder, redisUrl: ownRedis } = processConfiguration();
    const { databaseUrl, redisUrl } = await ensureServices({ home, cacheFolder, redisUrl: ownRedis }, durability);
    await migrate(databaseUrl);
    return await work({ home, databaseUrl, redisUrl, aborted: abort.signal });
  } finally {
    await stopServices({ home });
    rmSync(home, { recursive: true, force: true });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupted);
  }
}

async function migrate(url: string): Promise<void> {
  const database = openDatabase(url, { maxConnections: 1 });
  try {
    await applyMigrations(database.pool);
  } finally {
    await database.close();
  }
}
