import { recordIntact, type SpoolRecord } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import type { PlacedShard } from '@joulefleet/store';

/** A record that is not durable after this long is queued again: Redis may have lost its job. */
const RESEND_AFTER_MS = 20_000;

/** Records of one shard on their way to Postgres: queued when they come, kept until they are durable. */
export class RecordOutbox {
  private readonly waiting = new Map<number, { record: SpoolRecord; queuedAtMs: number }>();

  constructor(
    private readonly queues: Queues,
    private readonly shard: PlacedShard,
    private readonly nowMs: () => number,
  ) {}

  /** @throws Fault `record_corrupt` (device, transient): attach again, the spool has it. */
  async send(record: SpoolRecord): Promise<void> {
    if (!recordIntact(record)) {
      throw new Fault(`record ${record.seq} of shard ${this.shard.shardId} does not match its CRC`, {
        code: 'record_corrupt',
        origin: 'device',
        transient: true,
      });
    }
    this.waiting.set(record.seq, { record, queuedAtMs: this.nowMs() });
    await this.enqueue(record);
  }

  /** Forgets what is durable and queues again what should be by now. */
  async settle(durableSeq: number): Promise<void> {
    for (const [seq, entry] of this.waiting) {
      if (seq <= durableSeq) this.waiting.delete(seq);
      else if (this.nowMs() - entry.queuedAtMs >= RESEND_AFTER_MS) {
        entry.queuedAtMs = this.nowMs();
        await this.enqueue(entry.record);
      }
    }
  }

  private enqueue(record: SpoolRecord): Promise<void> {
    const { shardId, fence } = this.shard;
    return this.queues.enqueueRecord({ shardId, fence, record });
  }
}
