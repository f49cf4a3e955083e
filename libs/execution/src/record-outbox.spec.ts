import { recordCrc, type SpoolRecord, type TraceJob } from '@joulefleet/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { RecordOutbox } from './record-outbox';

const SHARD = { shardId: '00000000-0000-4000-8000-000000000001', fence: 1 };

function recordOf(seq: number, length = 10): SpoolRecord {
  const record = { seq, kind: 'trace' as const, body: 'x'.repeat(length) };
  return { ...record, crc: recordCrc(record) };
}

/** An outbox, the jobs that it queued as the numbers of their records, and a clock that is set by hand. */
function outboxOf(enqueue: (job: TraceJob) => Promise<void> = () => Promise.resolve()) {
  const jobs: number[][] = [];
  const errors: Error[] = [];
  const clock = { nowMs: 0 };
  const queues = {
    enqueueRecords: (job: TraceJob) => {
      jobs.push(job.records.map(({ seq }) => seq));
      return enqueue(job);
    },
  };
  const outbox = new RecordOutbox(
    queues,
    SHARD,
    () => clock.nowMs,
    (error) => errors.push(error),
  );
  return { outbox, jobs, errors, clock };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('an outbox', () => {
  it('puts what comes together into one job', async () => {
    const { outbox, jobs } = outboxOf();
    for (const seq of [1, 2, 3]) outbox.send(recordOf(seq));
    expect(jobs).toEqual([]);
    await turn();
    expect(jobs).toEqual([[1, 2, 3]]);
    expect(outbox).toMatchObject({ newestSeq: 3, isWaiting: true });
  });

  it('collects while others are on their way, until those are durable', async () => {
    const { outbox, jobs } = outboxOf();
    outbox.send(recordOf(1));
    await turn();
    outbox.send(recordOf(2));
    await turn();
    outbox.send(recordOf(3));
    await outbox.settle(0);
    expect(jobs).toEqual([[1]]);
    await outbox.settle(1);
    expect(jobs).toEqual([[1], [2, 3]]);
    await outbox.settle(3);
    expect(outbox.isWaiting).toBe(false);
  });

  it('collects for a moment only', async () => {
    const { outbox, jobs } = outboxOf();
    outbox.send(recordOf(1));
    await turn();
    outbox.send(recordOf(2));
    while (jobs.length < 2) await sleep(5);
    expect(jobs).toEqual([[1], [2]]);
  });

  it('queues again what is not durable after 20 s', async () => {
    const { outbox, jobs, clock } = outboxOf();
    for (const seq of [1, 2, 3]) outbox.send(recordOf(seq));
    await turn();
    clock.nowMs = 19_999;
    await outbox.settle(1);
    expect(jobs).toHaveLength(1);
    clock.nowMs = 20_000;
    await outbox.settle(1);
    expect(jobs[1]).toEqual([2, 3]);
  });

  it('bounds a job', async () => {
    const { outbox, jobs } = outboxOf();
    for (let seq = 1; seq <= 70; seq++) outbox.send(recordOf(seq));
    for (let seq = 71; seq <= 80; seq++) outbox.send(recordOf(seq, 190_000));
    await turn();
    await turn();
    expect(jobs.flat()).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
    expect(jobs.map((job) => job.length)).toEqual([64, 11, 5]);
  });

  it('says what a queue that refuses says, and queues nothing once it is closed', async () => {
    const refusing = outboxOf(() => Promise.reject(new Error('no Redis')));
    refusing.outbox.send(recordOf(1));
    await turn();
    await turn();
    expect(refusing.errors).toMatchObject([{ message: 'no Redis' }]);
    const { outbox, jobs } = outboxOf();
    outbox.send(recordOf(1));
    outbox.close();
    await turn();
    expect(jobs).toEqual([]);
  });

  it('refuses a damaged record, and more than an agent has on their way', () => {
    const { outbox } = outboxOf();
    expect(() => outbox.send({ ...recordOf(1), body: 'y' })).toThrow(/does not match its CRC/);
    for (let seq = 1; seq <= 256; seq++) outbox.send(recordOf(seq));
    expect(() => outbox.send(recordOf(257))).toThrow(/came ahead of the acknowledged one/);
    outbox.close();
  });
});
