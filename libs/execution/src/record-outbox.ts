import { recordIntact, type SpoolRecord } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import type { PlacedShard } from '@joulefleet/store';

/** A record that is not durable after this long is queued again: Redis may have lost its job. */
const RESEND_AFTER_MS = 20_000;
/** The agent has half as many on their way (agent/joulefleet_agent/attachment.py); one that sends more would fill our memory. */
const MAX_WAITING = 256;

/** Records of one shard on their way to Postgres: queued when they come, kept until they are durable. */
export class RecordOutbox {
  private readonly waiting = new Map<number, { record: SpoolRecord; queuedAtMs: number }>();
  private newest = 0;

  constructor(
    private readonly queues: Queues,
    private readonly shard: PlacedShard,
    /** On a clock that is never set. */
    private readonly nowMs: () => number,
  ) {}

  /** Number of the last record that came. */
  get newestSeq(): number {
    return this.newest;
  }

  /** Records came that are not known to be durable. */
  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /**
   * @throws Fault `record_corrupt` (device, transient): attach again, the spool has it; `records_unacknowledged` (device): it does
   * not wait for what it sent to become durable.
   */
  async send(record: SpoolRecord): Promise<void> {
    if (!recordIntact(record)) {
      throw new Fault(`record ${record.seq} of shard ${this.shard.shardId} does not match its CRC`, {
        code: 'record_corrupt',
        origin: 'device',
        transient: true,
      });
    }
    if (this.waiting.size >= MAX_WAITING) throw tooMany(this.shard);
    this.newest = Math.max(this.newest, record.seq);
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

function tooMany({ shardId }: PlacedShard): Fault {
  return new Fault(`shard ${shardId}: more than ${MAX_WAITING} records came ahead of the acknowledged one`, {
    code: 'records_unacknowledged',
    origin: 'device',
    transient: false,
    remedy: 'The agent on the device does not keep to the protocol: check which program runs there.',
  });
}
