import { setImmediate as nextTurn } from 'node:timers/promises';

/** So long the event loop is kept from everybody else at a time. */
const SLICE_MS = 10;

/** Runs work that yields in between to its end, a slice at a time: requests and connections get their turn in between. */
export async function runInSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const endMs = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < endMs);
    await nextTurn();
  }
}
