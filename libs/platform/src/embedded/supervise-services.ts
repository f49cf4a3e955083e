import { connectOrExplain } from '../reachability/connect-or-explain';
import { ensureServices, type Services, type ServicesConfiguration } from './ensure-services';

const POLL_INTERVAL_MS = 3_000;
const PROBE_TIMEOUT_MS = 2_000;

/**
 * Polls the embedded servers and restarts a crashed one on its old port with its old password, so that clients
 * reconnect by themselves. Configured servers are left alone. `report` is called for every restart. Returns a function
 * that stops polling.
 */
export function superviseServices(
  configuration: ServicesConfiguration,
  services: Services,
  report: (message: string) => void,
): () => void {
  const { databaseUrl, redisUrl } = embeddedOnly(services);
  let checking = false;
  const check = async (): Promise<void> => {
    try {
      await connectOrExplain({ databaseUrl, redisUrl }, PROBE_TIMEOUT_MS);
    } catch (error) {
      report(`${(error as Error).message}: restarting it`);
      await ensureServices(configuration).catch((failure: Error) => report(failure.message));
    }
  };
  const timer = setInterval(() => {
    if (checking) return;
    checking = true;
    void check().finally(() => (checking = false));
  }, POLL_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function embeddedOnly({ postgres, redis, databaseUrl, redisUrl }: Services) {
  return {
    databaseUrl: postgres === 'configured' ? undefined : databaseUrl,
    redisUrl: redis === 'configured' ? undefined : redisUrl,
  };
}
