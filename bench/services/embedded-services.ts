import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServices, processConfiguration, stopServices } from '@joulefleet/platform';
import { applyMigrations, openDatabase } from '@joulefleet/store';

/** On a disk under the Filesystem Hierarchy Standard; /tmp is in memory on many machines, where fsync costs nothing. */
const PARENT = '/var/tmp';

export interface BenchServices {
  /** Temporary folder, removed afterwards. */
  home: string;
  /** A migrated database for this run only. */
  databaseUrl: string;
  redisUrl: string;
  /** Aborted by SIGINT and SIGTERM; the work must check it regularly. */
  aborted: AbortSignal;
}

/**
 * Runs `work` with embedded PostgreSQL and Redis in a temporary home, which is removed afterwards. `full` waits for the
 * disk at each commit, `relaxed` does not. DATABASE_URL is ignored, because a benchmark must not touch a database in
 * use.
 */
export async function withEmbeddedServices<T>(
  durability: 'full' | 'relaxed',
  work: (services: BenchServices) => Promise<T>,
): Promise<T> {
  const home = mkdtempSync(join(PARENT, 'joulefleet-bench-'));
  // When run as root, the server's account must be able to traverse the folder.
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

/** What a controller on these services is started with. */
export function controllerEnvironment({ home, databaseUrl, redisUrl }: BenchServices): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JOULEFLEET_HOME: home,
    JOULEFLEET_PORT: '0',
    JOULEFLEET_LOG_LEVEL: 'warn',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
  };
}
