import type { AgentError, AgentProgress, ShardEndBody, ShardSpec, TrialSpec } from '@joulefleet/contracts';
import type { ServedShard } from '../served/served-device';
import { Spool, type Unnumbered } from '../served/spool';
import { wallUs } from '../served/wall-us';
import type { RecordedTrial } from './recording';

/** Finds what was recorded of a trial; null: nothing, or it was cancelled while somebody looked. */
export type FindRecorded = (spec: TrialSpec, cancelled: AbortSignal) => Promise<RecordedTrial | null>;

type EndReason = ShardEndBody['reason'];

/** A shard whose trials are not executed: each is answered with what a machine recorded of such a trial. */
export class RecordedShard implements ServedShard {
  readonly spool: Spool;
  progress: AgentProgress;
  private readonly stop = new AbortController();
  private stopReason: EndReason | null = null;
  private done = 0;

  constructor(
    readonly spec: ShardSpec,
    private readonly find: FindRecorded,
    private readonly nowUs: () => number,
    private readonly changed: () => void,
  ) {
    this.spool = new Spool(spec.afterSeq);
    this.progress = this.progressOf('starting', null);
  }

  async execute(): Promise<void> {
    await Promise.resolve();
    this.append([{ kind: 'shard_start', body: { snapshot: {}, monotonicUs: this.nowUs(), wallUs: wallUs() } }]);
    const { reason, error } = await this.replay();
    this.append([{ kind: 'shard_end', body: { reason, restored: { verified: true, differences: [] }, error } }]);
    this.report('ended', null);
  }

  pause(): void {
    this.stopReason ??= 'paused';
    this.stop.abort();
  }

  cancel(reason: 'cancelled' | 'superseded'): void {
    if (this.spool.ended) return;
    this.stopReason = reason;
    this.stop.abort();
  }

  private async replay(): Promise<{ reason: EndReason; error: AgentError | null }> {
    for (const trial of this.spec.trials) {
      this.report('measuring', trial.trialId);
      const recorded = this.stopReason ? null : await this.find(trial, this.stop.signal);
      if (this.stopReason) return { reason: this.stopReason, error: null };
      if (!recorded) return { reason: 'fault', error: notRecorded(trial) };
      this.append(recorded.records.map((record) => renamed(record, trial)));
      this.done++;
    }
    return { reason: 'completed', error: null };
  }

  private append(records: readonly Unnumbered[]): void {
    this.spool.append(records);
    this.changed();
  }

  private report(phase: AgentProgress['phase'], trialId: string | null): void {
    this.progress = this.progressOf(phase, trialId);
    this.changed();
  }

  private progressOf(phase: AgentProgress['phase'], trialId: string | null): AgentProgress {
    return { trialId, phase, done: this.done, total: this.spec.trials.length };
  }
}

/** The record of a trial under the names that it is asked for. */
function renamed({ kind, body }: Unnumbered, { trialId, attempt }: TrialSpec): Unnumbered {
  return { kind, body: { ...body, trialId, attempt } };
}

function notRecorded({ workload }: TrialSpec): AgentError {
  const message = `nothing (more) was recorded of ${workload.name}, batch size ${workload.batchSize}, in such a trial`;
  return { code: 'not_recorded', message, origin: 'operator', transient: false };
}
