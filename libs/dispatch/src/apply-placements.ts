import type { Placement } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import { listShardsToEnqueue, markEnqueued, placeShard, type Database } from '@joulefleet/store';

/** Takes the leases and writes the shards that the plan asks for; what somebody else took by then is left out. */
export async function applyPlacements(database: Database, placements: readonly Placement[]): Promise<number> {
  let placed = 0;
  for (const placement of placements) if (await placeShard(database, placement)) placed++;
  return placed;
}

/** Puts the jobs of committed shards into the queue. A crash in between leaves them for the next round. */
export async function enqueueShards(database: Database, queues: Queues): Promise<void> {
  for (const shard of await listShardsToEnqueue(database)) {
    await queues.enqueueShard(shard);
    await markEnqueued(database, shard);
  }
}
