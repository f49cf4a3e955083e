import { join } from 'node:path';
import type { Configuration } from '../configuration/read-configuration';
import { connectOrExplain } from '../reachability/connect-or-explain';
import { holdLock } from './hold-lock';
import { startPostgres } from './postgres/start-postgres';
import { startRedis } from './redis/start-redis';
import type { Durability, RunningService } from './running-service';
import { serviceAccount } from './service-account';
import { prepareFolders, prepareServices } from './service-folders';

const LOCK_WAIT_S = 300;
/** Where a server may lie that an ordinary user's PATH leaves out. */
const SYSTEM_FOLDERS = '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin';

/** Where a server came from: named by its environment variable, started now, or found running. */
export type ServiceSource = 'configured' | 'started' | 'found';

/** The two servers that Joulefleet stands on; both answer. */
export interface Services {
  /** With the password: not for logs. */
  databaseUrl: string;
  /** With the password: not for logs. */
  redisUrl: string;
  postgres: ServiceSource;
  redis: ServiceSource;
}

export type ServicesConfiguration = Pick<Configuration, 'home' | 'cacheFolder' | 'databaseUrl' | 'redisUrl'>;

/**
 * Makes sure of PostgreSQL and Redis: each is the configured one when its URL is set, else the embedded one of the
 * home, started or found running. Embedded servers outlive this process; `stopServices` ends them from any process.
 * Two callers at once are served one after the other and get the same servers.
 * @throws Fault `postgres_unreachable`, `redis_unreachable` within 5 s for a configured one that does not answer;
 * `postgres_missing`, `redis_missing`, `service_failed`, `home_not_ours` for the embedded ones.
 */
export async function ensureServices(
  configuration: ServicesConfiguration,
  durability: Durability = 'full',
): Promise<Services> {
  const { databaseUrl, redisUrl, home, cacheFolder } = configuration;
  await connectOrExplain({ databaseUrl, redisUrl });
  const configured = { postgres: asConfigured(databaseUrl), redis: asConfigured(redisUrl) };
  if (configured.postgres && configured.redis) return asServices(configured.postgres, configured.redis);
  const account = serviceAccount();
  const folders = prepareFolders(home, account);
  return holdLock(join(folders.records, 'lock'), LOCK_WAIT_S, async () => {
    prepareServices(home, folders.services, account);
    const where = { cacheFolder, searchPath: `${process.env.PATH ?? ''}:${SYSTEM_FOLDERS}` };
    const starting = [
      provide(configured.postgres, () => startPostgres(folders, account, durability)),
      provide(configured.redis, () => startRedis(folders, where, durability)),
    ] as const;
    // When one fails, the lock is kept until the other has settled too.
    await Promise.allSettled(starting);
    return asServices(await starting[0], await starting[1]);
  });
}

interface Sourced {
  url: string;
  source: ServiceSource;
}

function asConfigured(url: string | undefined): Sourced | undefined {
  return url === undefined ? undefined : { url, source: 'configured' };
}

async function provide(configured: Sourced | undefined, start: () => Promise<RunningService>): Promise<Sourced> {
  if (configured !== undefined) return configured;
  const { url, wasRunning } = await start();
  return { url, source: wasRunning ? 'found' : 'started' };
}

function asServices(postgres: Sourced, redis: Sourced): Services {
  return { databaseUrl: postgres.url, redisUrl: redis.url, postgres: postgres.source, redis: redis.source };
}
