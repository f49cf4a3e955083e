import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const EVERY_MS = 200;
const GIVEN_UP_MS = 10_000;

let stopped = false;
parentPort!.once('message', () => (stopped = true));

async function ask(): Promise<void> {
  let longestMs = 0;
  while (!stopped) {
    const startMs = performance.now();
    await fetch(workerData as string, { signal: AbortSignal.timeout(GIVEN_UP_MS) }).catch(() => undefined);
    longestMs = Math.max(longestMs, performance.now() - startMs);
    await sleep(EVERY_MS);
  }
  parentPort!.postMessage(longestMs);
}

void ask();
