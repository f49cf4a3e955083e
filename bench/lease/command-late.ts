import type { ShardSpec, TrialSpec } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import { openAgent, packAgent, type AgentSession } from '@joulefleet/remote';
import type { LateCount } from './write-late';

/** Where the agent is. */
export interface AgentPlace {
  target: Parameters<typeof openAgent>[0];
  agentFolder: string;
}

/** Long enough that it still executes when the last command comes; it is cancelled then. */
const TRIAL: TrialSpec = {
  trialId: 'late',
  attempt: 1,
  workload: {
    name: 'alexnet',
    command: null,
    batchSize: 16,
    graphMode: 'dynamic',
    inferences: 3_200_000,
    warmupBatches: 1,
    warmupMaxS: 10,
  },
  point: { cpuKhz: 'dvfs', gpuHz: 'dvfs', cpuGovernor: null, gpuGovernor: null },
  sampling: { mode: 'fixed', periodMs: 100, seed: 1 },
  cooldownS: 0,
  idleS: 0,
  timeoutS: 7200,
};
const SHARD_ID = 'late';

/**
 * Has a shard executed on a device under a growing fence, `renewals` times, and tries every command of the one before each
 * time.
 */
export async function commandLate({ target, agentFolder }: AgentPlace, renewals: number): Promise<LateCount> {
  const open = await openAgent(target, packAgent(agentFolder));
  const { session } = open;
  const count = { tries: 0, accepted: 0 };
  try {
    await session.start(shardUnder(1));
    for (let fence = 2; fence < renewals + 2; fence++) {
      const { state } = await session.start(shardUnder(fence));
      if (state !== 'adopted') throw new Error(`the shard is ${state}, not adopted under fence ${fence}`);
      for (const command of lateCommands(session, fence - 1)) {
        count.tries++;
        if (!(await refused(command()))) count.accepted++;
      }
    }
    await session.cancel(SHARD_ID, renewals + 1);
    return count;
  } finally {
    open.close();
  }
}

function shardUnder(fence: number): ShardSpec {
  return { shardId: SHARD_ID, fence, afterSeq: 0, deadmanS: 900, accepted: null, startBand: null, trials: [TRIAL] };
}

function lateCommands(session: AgentSession, fence: number): (() => Promise<unknown>)[] {
  const deaf = { record: () => undefined, progress: () => undefined };
  return [
    () => session.start(shardUnder(fence)),
    () => session.start({ ...shardUnder(fence), shardId: 'other' }),
    () => session.attach(SHARD_ID, fence, 0, deaf),
    () => session.ack(SHARD_ID, fence, 1),
    () => session.cancel(SHARD_ID, fence),
  ];
}

/** Any other error than the refusal of the fence shows nothing, and is thrown. */
async function refused(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return false;
  } catch (error) {
    if (error instanceof Fault && error.code === 'stale_fence') return true;
    throw error;
  }
}
