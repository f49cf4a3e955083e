import { connectOrExplain } from '../reachability/connect-or-explain';
import { ensureServices, type Services, type ServicesConfiguration } from './ensure-services';

const LOOK_EVERY_MS = 3_000;
const PROBE_TIMEOUT_MS = 2_000;

/**
 * Watches the embedded servers and starts one that crashed again: on its old port, with its old password, so that connections
 * come back by themselves. Configured servers are not ours to start. Returns what ends the watch; `report` hears of every
 * attempt.
 */
export function superviseServices(
  configuration: ServicesConfiguration,
  services: Services,
  report: (message: string) => void,
): () => void {
  const { databaseUrl, redisUrl } = embeddedOnly(services);
  let looking = false;
  const look = async (): Promise<void> => {
    try {
      await connectOrExplain({ databaseUrl, redisUrl }, PROBE_TIMEOUT_MS);
    } catch (error) {
      report(`${(error as Error).message}: starting it again`);
      await ensureServices(configuration).catch((failure: Error) => report(failure.message));
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => (looking = false));
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function embeddedOnly({ postgres, redis, databaseUrl, redisUrl }: Services) {
  return {
    databaseUrl: postgres === 'configured' ? undefined : databaseUrl,
    redisUrl: redis === 'configured' ? undefined : redisUrl,
  };
}
