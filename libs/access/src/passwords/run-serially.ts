import { Semaphore } from '@joulefleet/core';
import { TooMany } from '../throttle/too-many';

/** Each takes about half a second. */
const MAX_WAITING = 60;
const RETRY_AFTER_S = 30;

const turns = new Semaphore(1);

/**
 * Runs one hash computation at a time, because each needs 128 MiB. @throws TooMany `rate_limited` when too many wait.
 */
export async function runSerially<T>(work: () => Promise<T>): Promise<T> {
  if (turns.queued >= MAX_WAITING) throw new TooMany('rate_limited', 'too many concurrent logins', RETRY_AFTER_S);
  return turns.run(work);
}
