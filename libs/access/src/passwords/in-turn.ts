import { TooMany } from '../throttle/too-many';

/** How many may wait; each takes about half a second. */
const MOST_WAITING = 60;
const RETRY_AFTER_S = 30;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/** One hash at a time, each of which needs 128 MiB. @throws TooMany `rate_limited` when too many wait. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING) throw new TooMany('rate_limited', 'too many logins are under way', RETRY_AFTER_S);
  waiting++;
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    waiting--;
  }
}
