import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Asks a controller again and again whether it lives, from a thread of its own: twins hold up this one. */
export class Liveness {
  private readonly thread: Worker;

  constructor(url: string) {
    this.thread = new Worker(join(__dirname, 'liveness-thread.js'), { workerData: `${url}/v1/health/live` });
  }

  /** The longest that it has taken to answer, in ms. */
  async stop(): Promise<number> {
    const answer = once(this.thread, 'message') as Promise<[number]>;
    this.thread.postMessage('stop');
    const [longestMs] = await answer;
    return longestMs;
  }
}
