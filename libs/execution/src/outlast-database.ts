import { setTimeout as sleep } from 'node:timers/promises';
import { databaseFault } from '@joulefleet/store';

/** As long as PostgreSQL is away, nobody else can take a lease: its holder waits this long and keeps what it has. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

/** Does `act` again until PostgreSQL answers, for a minute at most. Throws any other error at once. */
export async function outlastDatabase<T>(
  act: () => Promise<T>,
  signal: AbortSignal,
  { patienceMs = PATIENCE_MS, retryMs = RETRY_MS } = {},
): Promise<T> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (!databaseFault(error) || performance.now() >= endMs) throw error;
      await sleep(retryMs, undefined, { signal });
    }
  }
}
