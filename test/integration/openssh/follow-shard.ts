import { shardEndBody, trialBody, type ShardEndBody, type ShardSpec, type SpoolRecord } from '@joulefleet/contracts';
import type { AgentSession } from '@joulefleet/remote';

/** Trials of AlexNet with DVFS; at the board's time scale each takes a fraction of a second. */
export function shardOf(shardId: string, trials: number): ShardSpec {
  return {
    shardId,
    fence: 1,
    afterSeq: 0,
    deadmanS: 60,
    accepted: null,
    startBand: null,
    trials: Array.from({ length: trials }, (_, i) => ({
      trialId: `${shardId}-${i}`,
      attempt: 1,
      workload: {
        name: 'alexnet',
        command: null,
        batchSize: 16,
        graphMode: 'dynamic',
        inferences: 3200,
        warmupBatches: 1,
        warmupMaxS: 10,
      },
      point: { cpuKhz: 'dvfs', gpuHz: 'dvfs', cpuGovernor: null, gpuGovernor: null },
      sampling: { mode: 'fixed', periodMs: 100, seed: 1 },
      cooldownS: 0,
      idleS: 0,
      timeoutS: 7200,
    })),
  };
}

/** Attaches behind `afterSeq` and collects records until one satisfies `enough`. */
export function followUntil(
  session: AgentSession,
  shard: ShardSpec,
  afterSeq: number,
  enough: (record: SpoolRecord) => boolean,
): Promise<SpoolRecord[]> {
  const records: SpoolRecord[] = [];
  return new Promise((resolve, reject) => {
    const record = (each: SpoolRecord): void => {
      records.push(each);
      if (enough(each)) resolve(records);
    };
    const listener = { record, progress: () => undefined };
    session.attach(shard.shardId, shard.fence, afterSeq, listener).catch(reject);
    void session.ended.then(({ stderr }) => reject(new Error(`the agent ended: ${stderr}`)));
  });
}

/** Outcomes of the trials, in order. */
export function outcomesIn(records: readonly SpoolRecord[]): string[] {
  return records.filter(({ kind }) => kind === 'trial').map(({ body }) => trialBody.parse(JSON.parse(body)).outcome);
}

export function endIn(records: readonly SpoolRecord[]): ShardEndBody | null {
  const end = records.find(({ kind }) => kind === 'shard_end');
  return end ? shardEndBody.parse(JSON.parse(end.body)) : null;
}
