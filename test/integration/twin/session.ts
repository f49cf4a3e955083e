import { resolve } from 'node:path';
import { openAgent, packAgent, type AgentSession, type OpenAgent } from '@joulefleet/remote';
import type { ShardSpec } from '@joulefleet/contracts';
import { startBench, type Bench } from './login';

export const AGENT = packAgent(resolve('agent'));

/** Opens a session with the agent on a bench's twin, as the controller does. */
export function openSession({ twin, identity }: Bench, privilege: 'login' | 'sudo' = 'login'): Promise<OpenAgent> {
  const { host, port, user, fingerprint } = twin;
  const privateKey = Buffer.from(identity.privateKey);
  return openAgent({ host, port, user, fingerprint, privateKey, hostKeyType: 'ssh-ed25519', privilege }, AGENT);
}

/** A bench for the time of a callback. */
export async function withSession(
  over: Parameters<typeof startBench>[0],
  use: (session: AgentSession, bench: Bench) => Promise<void>,
): Promise<void> {
  const bench = await startBench(over);
  try {
    const open = await openSession(bench);
    await use(open.session, bench);
    open.close();
  } finally {
    await bench.stop();
  }
}

/** A shard of short trials at a fixed operating point of a Nano. */
export function shardOf(trials: number, inferences = 256): ShardSpec {
  return {
    shardId: 'shard-1',
    fence: 1,
    afterSeq: 0,
    deadmanS: 60,
    accepted: null,
    startBand: null,
    trials: Array.from({ length: trials }, (_, i) => ({
      trialId: `t${i + 1}`,
      attempt: 1,
      workload: {
        name: 'alexnet',
        command: null,
        batchSize: 8,
        graphMode: 'static' as const,
        inferences,
        warmupBatches: 2,
        warmupMaxS: 30,
      },
      point: { cpuKhz: 614_400, gpuHz: 460_800_000, cpuGovernor: null, gpuGovernor: null },
      sampling: { mode: 'dither' as const, periodMs: 100, seed: 1 },
      cooldownS: 0,
      idleS: 0,
      timeoutS: 600,
    })),
  };
}

/** What an attached shard told, and its end. */
export interface Followed {
  trials: string[];
  /** The reason with which it ended; null until then. */
  reason: string | null;
  phases: string[];
}

export async function startAndFollow(session: AgentSession, shard: ShardSpec): Promise<Followed> {
  const followed: Followed = { trials: [], reason: null, phases: [] };
  await session.start(shard);
  await session.attach(shard.shardId, shard.fence, 0, {
    record: ({ kind, body }) => {
      const told = JSON.parse(body) as { trialId: string; outcome: string; reason: string };
      if (kind === 'trial') followed.trials.push(`${told.trialId} ${told.outcome}`);
      if (kind === 'shard_end') followed.reason = told.reason;
    },
    progress: ({ phase, trialId }) => followed.phases.push(`${trialId} ${phase}`),
  });
  return followed;
}
