import { Semaphore, type Placement } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import { listShardsToEnqueue, markEnqueued, placeShard, type Database, type PlacedShard } from '@joulefleet/store';

/** A commit waits for the disk: several at once share one wait. Fewer than the connections of a pool, which others need too. */
const MAX_PLACING = 4;

/** Applies what was planned: takes the leases, writes the shards, and puts their jobs into the queue. */
export class Placements {
  private readonly semaphore = new Semaphore(MAX_PLACING);
  /** Of devices that a placement is being applied to. */
  private readonly inHand = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly failed: (error: Error) => void,
    /** A plan is to be made again. */
    private readonly again: () => void,
  ) {}

  /**
   * Begins to apply them; of a device that is in hand already a plan is made again when it no longer is. Each job is put into the queue as
   * soon as its shard is committed, and none waits for the others. What somebody else took by then is left out; what fails, the next
   * plan has again.
   */
  begin(placements: readonly Placement[]): void {
    for (const placement of placements) {
      const { deviceId } = placement;
      const before = this.inHand.get(deviceId);
      if (before) void before.then(this.again);
      else this.inHand.set(deviceId, this.applyInTurn(placement));
    }
  }

  /** Resolves when all that were begun are applied. */
  async settled(): Promise<void> {
    await Promise.all(this.inHand.values());
  }

  /** Puts the jobs of committed shards into the queue that a crash, or a Redis that refused, left out. */
  async enqueueLeftovers(): Promise<void> {
    for (const shard of await listShardsToEnqueue(this.database)) await this.enqueue(shard);
  }

  private async applyInTurn(placement: Placement): Promise<void> {
    await this.semaphore.run(() => this.apply(placement)).catch(this.failed);
    this.inHand.delete(placement.deviceId);
  }

  private async apply(placement: Placement): Promise<void> {
    const placed = await placeShard(this.database, placement);
    if (placed) await this.enqueue(placed);
  }

  private async enqueue(shard: PlacedShard): Promise<void> {
    await this.queues.enqueueShard(shard);
    await markEnqueued(this.database, shard);
  }
}
