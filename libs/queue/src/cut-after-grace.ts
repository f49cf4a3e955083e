import type { Queue, Worker } from 'bullmq';

/** So long a shutdown waits for Redis to answer the last commands, and then for its connections to be cut. */
const GRACE_MS = 3_000;
const CUT_MS = 1_000;

/** Where BullMQ 6 keeps its connections; a worker offers no other way to cut them. */
interface Connected {
  backend?: { disconnect(): Promise<unknown> };
}

/**
 * Bounds the `close` of a queue or worker, which waits without a limit for a Redis that does not answer, or is just being connected
 * to again: its connections are cut after three seconds, and after one more it counts as closed. Whatever is lost is in Postgres. To
 * be called before a shutdown, once.
 */
export function cutAfterGrace(connected: Queue | Worker): void {
  const close = connected.close.bind(connected);
  const isCut = cut(connected);
  connected.close = () => Promise.race([close(), isCut]);
}

/** A process that has nothing else to do ends without waiting for it. */
function cut(connected: Queue | Worker): Promise<void> {
  return new Promise((resolve) => {
    const cutting = setTimeout(() => {
      void (connected as unknown as Connected).backend?.disconnect().catch(() => undefined);
    }, GRACE_MS);
    const givenUp = setTimeout(resolve, GRACE_MS + CUT_MS);
    for (const timer of [cutting, givenUp]) timer.unref();
  });
}
