import { setTimeout as sleep } from 'node:timers/promises';
import { LIMIT_FACTOR } from './limit-factor';

/**
 * Waits until a condition holds: asks at once, then every `pollMs`.
 * @throws Error when it does not hold within `timeoutMs` times `LIMIT_FACTOR`.
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { timeoutMs = 20_000, pollMs = 20 } = {},
): Promise<void> {
  const deadlineMs = performance.now() + LIMIT_FACTOR * timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`the condition did not hold within ${timeoutMs} ms`);
    await sleep(pollMs);
  }
}

/**
 * Waits until an assertion holds: what a page shows follows what was done to it only after a while.
 * @throws whatever the assertion threw last when it does not hold within `timeoutMs` times `LIMIT_FACTOR`.
 */
export async function eventually(
  assertion: () => void | Promise<void>,
  { timeoutMs = 20_000, pollMs = 20 } = {},
): Promise<void> {
  const deadlineMs = performance.now() + LIMIT_FACTOR * timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
    }
    await sleep(pollMs);
  }
}
