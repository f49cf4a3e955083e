import { setTimeout as sleep } from 'node:timers/promises';
import type { ControllerProcess } from '../hygiene/controller-process';

const LIVE_EVERY_MS = 20;

/** How long the first request after a start of a controller took, in ms. */
export interface FirstRequest {
  tookMs: number;
  /** The slowest answer to "do you live?" in the meantime. */
  liveMs: number;
}

/** Starts a controller anew and asks it for a path. */
export async function firstRequest(controller: ControllerProcess, path: string): Promise<FirstRequest> {
  await controller.stop();
  await controller.start();
  let isDone = false;
  const answered = timeOf(() => controller.call('GET', path)).finally(() => (isDone = true));
  let liveMs = 0;
  while (!isDone) {
    liveMs = Math.max(liveMs, await timeOf(() => controller.call('GET', '/v1/health/live')));
    await sleep(LIVE_EVERY_MS);
  }
  return { tookMs: await answered, liveMs };
}

/** In ms. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
