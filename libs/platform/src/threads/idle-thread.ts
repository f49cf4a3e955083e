import { once } from 'node:events';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { Semaphore } from '@joulefleet/core';

/** Starting a thread takes less than a tenth of a second. */
const IDLE_MS = 30_000;

/**
 * A thread of its own for what computes long, one question at a time, so that it holds up nobody else. It is started when it is
 * needed, ends when it was idle for a while, and keeps no process alive.
 */
export class IdleThread<Question, Answer> {
  private readonly turns = new Semaphore(1);
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** @param main compiled file that answers each message with one message. */
  constructor(
    private readonly main: string,
    private readonly limits: ResourceLimits,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** So many questions wait for their turn. */
  get queued(): number {
    return this.turns.queued;
  }

  /**
   * The answer to a question, which is copied to the thread.
   * @throws what ended the thread, with the code `ERR_WORKER_OUT_OF_MEMORY` when it took too much memory. The next question gets a new thread.
   */
  ask(question: Question): Promise<Answer> {
    return this.turns.run(async () => {
      clearTimeout(this.idle);
      const worker = (this.worker ??= this.start());
      worker.ref();
      try {
        const answer = once(worker, 'message');
        worker.postMessage(question);
        return (await answer)[0] as Answer;
      } catch (error) {
        this.worker = undefined;
        throw error;
      } finally {
        worker.unref();
        this.idle = setTimeout(() => this.end(), this.idleMs).unref();
      }
    });
  }

  private start(): Worker {
    const worker = new Worker(this.main, { resourceLimits: this.limits });
    // An error while nobody waits; `once` hears those that matter.
    worker.on('error', () => undefined);
    return worker;
  }

  private end(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}
