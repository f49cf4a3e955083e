import type { AgentError, TrialSpec } from '@joulefleet/contracts';
import { KNOWN_WORKLOADS } from '@joulefleet/core';
import { z } from 'zod';
import type { Finished } from '../board/board';
import type { WorkSession } from '../clock/clock-server';
import { workDesk } from '../workload/work-desk';
import type { LightBoard } from './light-board';
import type { LightSampler } from './light-sampler';

/** The workload's own failure: a result of the cell. */
export class LightWorkloadFailed extends Error {
  constructor(readonly error: AgentError) {
    super(error.message);
  }
}

const worked = z.object({
  startUs: z.number(),
  endUs: z.number(),
  count: z.number(),
  meanUs: z.number(),
  sdUs: z.number(),
  p50Us: z.number(),
  p95Us: z.number(),
  p99Us: z.number(),
  maxUs: z.number(),
});
type Worked = z.infer<typeof worked>;

const refused = z.object({ error: z.string(), message: z.string() });

/** As `runner.py`: a warm-up goes on until its last three batches differ by less. */
const STEADY_SPREAD = 0.1;

/** The workload runner of a twin (`workload/runner.py`) on virtual time. */
export class LightRunner {
  private readonly session: WorkSession;
  private readonly limitUs: number;

  constructor(
    private readonly light: LightBoard,
    private readonly sampler: LightSampler,
    private readonly spec: TrialSpec,
    onRun: (finished: Finished) => void,
  ) {
    this.session = workDesk(light.board, onRun).open();
    this.limitUs = light.board.nowUs + spec.timeoutS * 1e6;
  }

  load(): Worked {
    const { name, command, batchSize, graphMode, options = {} } = this.spec.workload;
    const isKnown = command === null && KNOWN_WORKLOADS.some((known) => known === name);
    if (!isKnown) throw failed('workload_missing', `a light twin has no program ${command?.[0] ?? name}`);
    return this.work({ op: 'load', spec: { workload: name, batchSize, graphMode, ...options } });
  }

  /** Durations of its batches, in µs. */
  warmUp(): number[] {
    const { warmupBatches, warmupMaxS } = this.spec.workload;
    const startUs = this.light.board.nowUs;
    const batchesUs: number[] = [];
    const isDone = (): boolean =>
      batchesUs.length === 0 || isSteady(batchesUs) || this.light.board.nowUs - startUs >= warmupMaxS * 1e6;
    while (batchesUs.length < warmupBatches || !isDone()) batchesUs.push(this.batch());
    return batchesUs;
  }

  /** Duration of one batch, in µs. */
  batch(): number {
    const { startUs, endUs } = this.work({ op: 'batch' });
    return endUs - startUs;
  }

  infer(): Worked {
    return this.work({ op: 'run', inferences: this.spec.workload.inferences });
  }

  /** Its work ends, done or not. */
  close(): void {
    this.session.close();
  }

  private work(request: object): Worked {
    const refusal = this.session.request(JSON.stringify(request));
    if (refusal !== null) {
      const { error, message } = refused.parse(JSON.parse(refusal));
      throw failed(error, message);
    }
    for (;;) {
      const answer = this.session.poll();
      if (answer !== null) return worked.parse(JSON.parse(answer));
      if (this.light.board.nowUs >= this.limitUs) throw failed('timeout', `not over after ${this.spec.timeoutS} s`);
      this.sampler.step(this.limitUs);
    }
  }
}

function isSteady(batchesUs: readonly number[]): boolean {
  const last = batchesUs.slice(-3);
  return last.length === 3 && Math.max(...last) - Math.min(...last) <= STEADY_SPREAD * Math.max(...last);
}

function failed(code: string, message: string): LightWorkloadFailed {
  return new LightWorkloadFailed({ code, message, origin: 'operator', transient: false });
}
