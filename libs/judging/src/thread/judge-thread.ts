import { join } from 'node:path';
import type { ResourceLimits } from 'node:worker_threads';
import { IdleThread, packageRoot } from '@joulefleet/platform';
import { rejectRawData, type Judged } from '../judge-attempt';
import type { TraceToJudge } from '../judge-trace';

/** Compiled also where the sources run, as in tests: a thread knows nothing of TypeScript. */
const MAIN = join(packageRoot(), 'dist/libs/judging/src/thread/judge-main.js');
/** Enough for the longest trace, 2 million samples of 8 rails. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1024 };

/** Judges traces in a thread of its own, one at a time, so that a long one holds up nobody else. */
export class JudgeThread {
  private readonly thread: IdleThread<TraceToJudge, Judged>;

  constructor(limits = LIMITS, idleMs?: number) {
    this.thread = new IdleThread(MAIN, limits, idleMs);
  }

  /**
   * One that needs more memory than the thread may take is rejected.
   * @throws what else ended the thread; the attempt is then still to be judged.
   */
  judge(trace: TraceToJudge): Promise<Judged> {
    return this.thread.ask(trace).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      return rejectRawData('raw_data_corrupt', `its trace of ${trace.chunks.length} chunks does not fit in memory`);
    });
  }
}
