import { TooMany } from '../throttle/too-many';

/** Maximum queue length; each entry takes about half a second. */
const MAX_WAITING = 60;
const RETRY_AFTER_S = 30;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Runs one hash computation at a time, because each needs 128 MiB. @throws TooMany `rate_limited` when too many wait.
 */
export async function runSerially<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MAX_WAITING) throw new TooMany('rate_limited', 'too many concurrent logins', RETRY_AFTER_S);
  waiting++;
  const result = last.then(work);
  last = result.catch(() => undefined);
  try {
    return await result;
  } finally {
    waiting--;
  }
}
