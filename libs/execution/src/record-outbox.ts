import { MAX_JOB_RECORDS, recordIntact, type SpoolRecord } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { Queues } from '@joulefleet/queue';
import type { PlacedShard } from '@joulefleet/store';

/** A record that is not durable after this long is queued again: Redis may have lost its job. */
const RESEND_AFTER_MS = 20_000;
/** The agent has half as many on their way (agent/joulefleet_agent/attachment.py); one that sends more would fill our memory. */
const MAX_WAITING = 256;
/** Records are collected for so long while others are on their way. */
const COLLECT_MS = 50;
/** Characters of the bodies in one job, unless a single one has more. */
const MAX_JOB_LENGTH = 1_000_000;

interface Waiting {
  record: SpoolRecord;
  /** Null: it is still collected. */
  queuedAtMs: number | null;
}

/**
 * Records of one shard on their way to Postgres: queued when they come, kept until they are durable. The faster they come, the more
 * of them go into one job, which is one transaction.
 */
export class RecordOutbox {
  private readonly waiting = new Map<number, Waiting>();
  private newest = 0;
  private collected = 0;
  private stopCollecting: (() => void) | undefined;

  constructor(
    private readonly queues: Pick<Queues, 'enqueueRecords'>,
    private readonly shard: PlacedShard,
    /** On a clock that is never set. */
    private readonly nowMs: () => number,
    private readonly failed: (error: Error) => void,
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
   * Takes a record; what goes wrong later, `failed` is called with.
   * @throws Fault `record_corrupt` (device, transient): attach again, the spool has it; `records_unacknowledged` (device): it does
   * not wait for what it sent to become durable.
   */
  send(record: SpoolRecord): void {
    if (!recordIntact(record)) {
      throw new Fault(`record ${record.seq} of shard ${this.shard.shardId} does not match its CRC`, {
        code: 'record_corrupt',
        origin: 'device',
        transient: true,
      });
    }
    if (this.waiting.size >= MAX_WAITING) throw tooMany(this.shard);
    const isFirst = this.waiting.size === this.collected;
    this.newest = Math.max(this.newest, record.seq);
    if (this.waiting.get(record.seq)?.queuedAtMs !== null) this.collected++;
    this.waiting.set(record.seq, { record, queuedAtMs: null });
    this.stopCollecting ??= isFirst ? soon(() => this.flush()) : later(() => this.flush(), COLLECT_MS);
  }

  /** Forgets what is durable, queues again what should be by now, and what was collected when nothing else is on its way. */
  async settle(durableSeq: number): Promise<void> {
    const late: Waiting[] = [];
    for (const [seq, entry] of this.waiting) {
      const { queuedAtMs } = entry;
      if (seq <= durableSeq) this.forget(seq, entry);
      else if (queuedAtMs !== null && this.nowMs() - queuedAtMs >= RESEND_AFTER_MS) late.push(entry);
    }
    await this.enqueue(late);
    if (this.collected > 0 && this.collected === this.waiting.size) this.flush();
  }

  /** Queues nothing more. */
  close(): void {
    this.stopCollecting?.();
  }

  private forget(seq: number, { queuedAtMs }: Waiting): void {
    this.waiting.delete(seq);
    if (queuedAtMs === null) this.collected--;
  }

  private flush(): void {
    this.stopCollecting?.();
    this.stopCollecting = undefined;
    const collected = [...this.waiting.values()].filter(({ queuedAtMs }) => queuedAtMs === null);
    this.enqueue(collected).catch(this.failed);
  }

  private async enqueue(entries: readonly Waiting[]): Promise<void> {
    for (const entry of entries) {
      if (entry.queuedAtMs === null) this.collected--;
      entry.queuedAtMs = this.nowMs();
    }
    const { shardId, fence } = this.shard;
    for (const records of inJobs(entries.map(({ record }) => record))) {
      await this.queues.enqueueRecords({ shardId, fence, records });
    }
  }
}

/** Records in their order, as many in one job as it may have. */
function inJobs(records: readonly SpoolRecord[]): SpoolRecord[][] {
  const jobs: SpoolRecord[][] = [];
  let length = Infinity;
  for (const record of records) {
    length += record.body.length;
    if (length > MAX_JOB_LENGTH || jobs.at(-1)!.length >= MAX_JOB_RECORDS) {
      jobs.push([]);
      length = record.body.length;
    }
    jobs.at(-1)!.push(record);
  }
  return jobs;
}

/** When what has come together is taken in. */
function soon(act: () => void): () => void {
  const immediate = setImmediate(act);
  return () => clearImmediate(immediate);
}

function later(act: () => void, afterMs: number): () => void {
  const timer = setTimeout(act, afterMs);
  return () => clearTimeout(timer);
}

function tooMany({ shardId }: PlacedShard): Fault {
  return new Fault(`shard ${shardId}: more than ${MAX_WAITING} records came ahead of the acknowledged one`, {
    code: 'records_unacknowledged',
    origin: 'device',
    transient: false,
    remedy: 'The agent on the device does not keep to the protocol: check which program runs there.',
  });
}
