import type { AgentError, ShardEndBody, ShardSpec, TrialSpec } from '@joulefleet/contracts';
import type { Unnumbered } from '../served/spool';
import { SpooledShard } from '../served/spooled-shard';
import { wallUs } from '../served/wall-us';
import type { RecordedTrial } from './recording';

/** Finds what was recorded of a trial; null: nothing, or it was cancelled while somebody looked. */
export type FindRecorded = (spec: TrialSpec, cancelled: AbortSignal) => Promise<RecordedTrial | null>;

type EndReason = ShardEndBody['reason'];

/** A shard whose trials are not executed: each is answered with what a machine recorded of such a trial. */
export class RecordedShard extends SpooledShard {
  constructor(
    spec: ShardSpec,
    private readonly find: FindRecorded,
    private readonly nowUs: () => number,
    changed: () => void,
  ) {
    super(spec, changed);
  }

  async execute(): Promise<void> {
    await Promise.resolve();
    this.append([{ kind: 'shard_start', body: { snapshot: {}, monotonicUs: this.nowUs(), wallUs: wallUs() } }]);
    const { reason, error } = await this.replay();
    this.append([{ kind: 'shard_end', body: { reason, restored: { verified: true, differences: [] }, error } }]);
    this.report('ended', null);
  }

  /** A trial that is waited for is not in hand. */
  override pause(): void {
    super.pause();
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
}

/** The record of a trial under the names that it is asked for. */
function renamed({ kind, body }: Unnumbered, { trialId, attempt }: TrialSpec): Unnumbered {
  return { kind, body: { ...body, trialId, attempt } };
}

function notRecorded({ workload }: TrialSpec): AgentError {
  const message = `nothing (more) was recorded of ${workload.name}, batch size ${workload.batchSize}, in such a trial`;
  return { code: 'not_recorded', message, origin: 'operator', transient: false };
}
