import { shardSpec, type ShardSpec } from '@joulefleet/contracts';
import { refusal, type Refusal } from './refusal';
import type { ServedShard } from './served-shard';

/** The shards of a device with their fences: one is executed at a time. */
export class ShardTable<Shard extends ServedShard> {
  readonly shards = new Map<string, Shard>();
  private readonly fences = new Map<string, number>();
  private newestFence = 0;
  private executing: Shard | null = null;
  private executed: Promise<void> = Promise.resolve();

  /** `launch` begins a shard; `executed` resolves at its end, and `ended` is called when nothing is executed any more. */
  constructor(
    private readonly launch: (spec: ShardSpec) => { shard: Shard; executed: Promise<void>; ended: () => void },
  ) {}

  get executor(): Shard | null {
    return this.executing;
  }

  /** Starts a shard, or adopts it. One that is being executed under an older fence is ended first. */
  async start(request: unknown): Promise<{ state: 'started' | 'adopted' | 'finished'; lastSeq: number }> {
    const spec = shardSpec.parse(request);
    const { shardId, fence, afterSeq } = spec;
    if (fence < this.newestFence) throw staleFence(fence, `this device was started under ${this.newestFence}`);
    this.requireFence(shardId, fence);
    this.newestFence = fence;
    const known = this.shards.get(shardId);
    if (known?.spool.ended) return { state: 'finished', lastSeq: known.spool.lastSeq };
    if (known && known === this.executing) return { state: 'adopted', lastSeq: known.spool.lastSeq };
    this.executing?.cancel('superseded');
    await this.executed;
    this.begin(spec);
    return { state: 'started', lastSeq: afterSeq };
  }

  /** Throws `stale_fence` for a shard that is held under a newer one. */
  requireFence(shardId: string, fence: number): void {
    const known = this.fences.get(shardId) ?? 0;
    if (fence < known) throw staleFence(fence, `shard ${shardId} is held under ${known}`);
    this.fences.set(shardId, fence);
  }

  /** Returns how many records are left. */
  ack(shardId: string, seq: number): number {
    const shard = this.shards.get(shardId);
    if (!shard) return 0;
    const remaining = shard.spool.ack(seq);
    if (shard.spool.ended && remaining === 0) {
      this.shards.delete(shardId);
      this.fences.delete(shardId);
    }
    return remaining;
  }

  private begin(spec: ShardSpec): void {
    const { shard, executed, ended } = this.launch(spec);
    this.shards.set(spec.shardId, shard);
    this.executing = shard;
    this.executed = executed.then(() => {
      this.executing = null;
      ended();
    });
  }
}

function staleFence(fence: number, why: string): Refusal {
  return refusal('stale_fence', `fence ${fence} is outdated: ${why}`, 'controller', false);
}
