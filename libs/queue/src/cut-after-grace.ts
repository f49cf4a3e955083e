import type { Queue, Worker } from 'bullmq';

/** So long a shutdown waits for Redis to answer the last commands. */
const GRACE_MS = 3_000;

/** Where BullMQ 6 keeps its connections; a worker offers no other way to cut them. */
interface Connected {
  backend?: { disconnect(): Promise<unknown> };
}

/**
 * Cuts the connections of a queue or worker that has not closed within three seconds: `close` waits without a limit for a Redis
 * that does not answer, or is just being connected to again. Whatever is lost is in Postgres. To be called before a shutdown.
 */
export function cutAfterGrace(connected: Queue | Worker): void {
  const timer = setTimeout(() => {
    void (connected as unknown as Connected).backend?.disconnect().catch(() => undefined);
  }, GRACE_MS);
  // A process that has nothing else to do ends without waiting for it.
  timer.unref();
}
