import { Semaphore, type Placement } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import { listShardsToEnqueue, markEnqueued, placeShard, type Database, type PlacedShard } from '@joulefleet/store';

/** A commit waits for the disk: several at once share one wait. Fewer than the connections of a pool, which others need too. */
const MAX_PLACING = 4;

/**
 * Takes the leases and writes the shards that the plan asks for; what somebody else took by then is left out. Each job is put into the
 * queue as soon as its shard is committed: no device waits for the others' placements.
 */
export async function applyPlacements(
  database: Database,
  queues: Queues,
  placements: readonly Placement[],
): Promise<void> {
  await forEachAtOnce(placements, async (placement) => {
    const placed = await placeShard(database, placement);
    if (placed) await enqueue(database, queues, placed);
  });
}

/** Puts the jobs of committed shards into the queue that a crash, or a Redis that refused, left out. */
export async function enqueueShards(database: Database, queues: Queues): Promise<void> {
  await forEachAtOnce(await listShardsToEnqueue(database), (shard) => enqueue(database, queues, shard));
}

async function enqueue(database: Database, queues: Queues, shard: PlacedShard): Promise<void> {
  await queues.enqueueShard(shard);
  await markEnqueued(database, shard);
}

/** Ends when all have; throws the first error then. */
async function forEachAtOnce<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const semaphore = new Semaphore(MAX_PLACING);
  const ended = await Promise.allSettled(items.map((item) => semaphore.run(() => act(item))));
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
