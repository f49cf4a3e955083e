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
/** Folders of server programs that an ordinary user's PATH may lack. */
const SYSTEM_FOLDERS = '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin';

/** Origin of a server: configured by an environment variable, started by this call, or found running. */
export type ServiceSource = 'configured' | 'started' | 'found';

/** The two servers that Joulefleet depends on; both are ready. */
export interface Services {
  /** Contains the password: do not log. */
  databaseUrl: string;
  /** Contains the password: do not log. */
  redisUrl: string;
  postgres: ServiceSource;
  redis: ServiceSource;
}

export type ServicesConfiguration = Pick<Configuration, 'home' | 'cacheFolder' | 'databaseUrl' | 'redisUrl'>;

/**
 * Ensures that PostgreSQL and Redis are ready: the configured server if its URL is set, else the embedded one of the
 * home, which is started unless it runs. Embedded servers outlive this process; `stopServices` stops them from any
 * process. Concurrent callers wait for each other and get the same servers.
 * @throws Fault `postgres_unreachable`, `redis_unreachable` within 5 s if a configured server does not answer;
 * `postgres_missing`, `redis_missing`, `service_failed`, `home_not_ours` for embedded servers.
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
    // Hold the lock until both have settled, even if one fails.
    await Promise.allSettled(starting);
    return asServices(await starting[0], await starting[1]);
  });
}

interface ServiceUrl {
  url: string;
  source: ServiceSource;
}

function asConfigured(url: string | undefined): ServiceUrl | undefined {
  return url === undefined ? undefined : { url, source: 'configured' };
}

async function provide(configured: ServiceUrl | undefined, start: () => Promise<RunningService>): Promise<ServiceUrl> {
  if (configured !== undefined) return configured;
  const { url, wasRunning } = await start();
  return { url, source: wasRunning ? 'found' : 'started' };
}

function asServices(postgres: ServiceUrl, redis: ServiceUrl): Services {
  return { databaseUrl: postgres.url, redisUrl: redis.url, postgres: postgres.source, redis: redis.source };
}
