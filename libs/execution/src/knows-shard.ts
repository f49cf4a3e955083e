import type { AgentSession } from '@joulefleet/remote';

type AgentStatus = Awaited<ReturnType<AgentSession['status']>>;

/** Whether a device knows a shard, by an executor or by records that it still has. */
export function knowsShard({ executor, spools }: AgentStatus, shardId: string): boolean {
  return executor?.shardId === shardId || spools.some((spool) => spool.shardId === shardId);
}
