import { setTimeout as sleep } from 'node:timers/promises';
import { LIMIT_FACTOR } from './limit-factor';

/** A look at a lab costs it 10 ms and more, which every other spec has to wait for: the longer a wait, the rarer its looks. */
const PAUSE_GROWTH = 1.3;
/** Of what may be waited for long: four looks a second took up to 8 % of a core, in each worker. */
const MAX_PAUSE_SHARE = 1 / 40;
const MAX_PAUSE_MS = 1_000;

interface WaitOptions {
  timeoutMs?: number;
  /** Before the second look. */
  pauseMs?: number;
}

/**
 * Looks until there is an answer: at once, then at growing intervals.
 * @returns the first answer that is not undefined; undefined when there is none within `timeoutMs` times `LIMIT_FACTOR`.
 */
export async function poll<T>(
  look: () => T | undefined | Promise<T | undefined>,
  { timeoutMs = 20_000, pauseMs = 20 }: WaitOptions = {},
): Promise<T | undefined> {
  const maxPauseMs = Math.min(MAX_PAUSE_MS, MAX_PAUSE_SHARE * timeoutMs);
  const deadlineMs = performance.now() + LIMIT_FACTOR * timeoutMs;
  for (let nextMs = pauseMs; ; nextMs = Math.min(maxPauseMs, nextMs * PAUSE_GROWTH)) {
    const answer = await look();
    if (answer !== undefined || performance.now() > deadlineMs) return answer;
    await sleep(nextMs);
  }
}

/**
 * Waits until a condition holds.
 * @throws Error when it does not hold within `timeoutMs` times `LIMIT_FACTOR`.
 */
export async function until(holds: () => boolean | Promise<boolean>, options: WaitOptions = {}): Promise<void> {
  const held = await poll(async () => (await holds()) || undefined, options);
  if (!held) throw new Error(`the condition did not hold within ${options.timeoutMs ?? 20_000} ms`);
}

/**
 * Waits until an assertion holds: what a page shows follows what was done to it only after a while.
 * @throws whatever the assertion threw last when it does not hold within `timeoutMs` times `LIMIT_FACTOR`.
 */
export async function eventually(assertion: () => void | Promise<void>, options: WaitOptions = {}): Promise<void> {
  let thrown: unknown;
  const held = await poll(async () => {
    try {
      await assertion();
      return true;
    } catch (error) {
      thrown = error;
      return undefined;
    }
  }, options);
  if (!held) throw thrown;
}
