import { once } from 'node:events';
import { join } from 'node:path';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { Semaphore } from '@joulefleet/core';
import { packageRoot } from '@joulefleet/platform';
import { rejectRawData, type Judged } from '../judge-attempt';
import type { TraceToJudge } from '../judge-trace';

/** Compiled also where the sources run, as in tests: a thread knows nothing of TypeScript. */
const MAIN = join(packageRoot(), 'dist/libs/judging/src/thread/judge-main.js');
/** Enough for the longest trace, 2 million samples of 8 rails. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1024 };
/** Starting the thread takes less than a tenth of a second. */
const IDLE_MS = 30_000;

/**
 * Judges traces in a thread of its own, one at a time, so that a long one holds up nobody else. The thread is started when
 * it is needed, ends when it was idle for a while, and keeps no process alive.
 */
export class JudgeThread {
  private readonly turns = new Semaphore(1);
  private worker: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits = LIMITS,
    private readonly idleMs = IDLE_MS,
  ) {}

  /**
   * One that needs more memory than the thread may take is rejected.
   * @throws what else ended the thread; the attempt is then still to be judged.
   */
  judge(trace: TraceToJudge): Promise<Judged> {
    return this.turns.run(async () => {
      clearTimeout(this.idle);
      const worker = (this.worker ??= this.start());
      worker.ref();
      try {
        const answer = once(worker, 'message');
        worker.postMessage(trace);
        return (await answer)[0] as Judged;
      } catch (error) {
        this.worker = undefined;
        if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
        return rejectRawData('raw_data_corrupt', `its trace of ${trace.chunks.length} chunks does not fit in memory`);
      } finally {
        worker.unref();
        this.idle = setTimeout(() => this.end(), this.idleMs).unref();
      }
    });
  }

  private start(): Worker {
    const worker = new Worker(MAIN, { resourceLimits: this.limits });
    // An error while nobody waits; `once` hears those that matter.
    worker.on('error', () => undefined);
    return worker;
  }

  private end(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}
