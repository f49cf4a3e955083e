import type { AgentProgress, ShardEndBody, ShardSpec } from '@joulefleet/contracts';
import type { ServedShard } from './served-shard';
import { Spool, type Unnumbered } from './spool';

/** What shards have in common that are not executed on a board: spool, progress, and why they are to end. */
export abstract class SpooledShard implements ServedShard {
  readonly spool: Spool;
  progress: AgentProgress;
  protected readonly stop = new AbortController();
  protected stopReason: ShardEndBody['reason'] | null = null;
  protected done = 0;

  /** `changed`: there are new records or new progress. */
  constructor(
    readonly spec: ShardSpec,
    private readonly changed: () => void,
  ) {
    this.spool = new Spool(spec.afterSeq);
    this.progress = this.progressOf('starting', null);
  }

  /** Ends after the trial in hand. */
  pause(): void {
    this.stopReason ??= 'paused';
  }

  /** Ends the trial in hand now. */
  cancel(reason: 'cancelled' | 'superseded'): void {
    if (this.spool.ended) return;
    this.stopReason = reason;
    this.stop.abort();
  }

  protected append(records: readonly Unnumbered[]): void {
    this.spool.append(records);
    this.changed();
  }

  protected report(phase: AgentProgress['phase'], trialId: string | null): void {
    this.progress = this.progressOf(phase, trialId);
    this.changed();
  }

  private progressOf(phase: AgentProgress['phase'], trialId: string | null): AgentProgress {
    return { trialId, phase, done: this.done, total: this.spec.trials.length };
  }
}
