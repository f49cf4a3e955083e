import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { ShardJob, TraceJob } from '@joulefleet/contracts';
import type { Queue } from 'bullmq';
import { QueueErrors, SHARDS_QUEUE, TRACES_QUEUE } from './processors';

/** Attempts of a job whose processor threw: with a pause of 0.5 s that doubles, about a quarter of an hour. */
const ATTEMPTS = 12;
const PRIORITY = 10;
const OPTIONS = {
  priority: PRIORITY,
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  // A failed job must not stand in the way of its next sending; what went wrong is logged.
  removeOnFail: true,
} as const;

/** Puts work into the queues. A job's id is its identity, so that adding it twice is adding it once. */
@Injectable()
export class Queues {
  constructor(
    @InjectQueue(SHARDS_QUEUE) private readonly shards: Queue,
    @InjectQueue(TRACES_QUEUE) private readonly traces: Queue,
    errors: QueueErrors,
  ) {
    for (const queue of [shards, traces]) queue.on('error', errors.log);
  }

  async enqueueShard(job: ShardJob): Promise<void> {
    await this.shards.add('shard', job, { ...OPTIONS, attempts: 1, jobId: `${job.shardId}-${job.fence}` });
  }

  async enqueueRecord(job: TraceJob): Promise<void> {
    await this.traces.add('record', job, { ...OPTIONS, jobId: `${job.shardId}-${job.fence}-${job.record.seq}` });
  }

  /** How many jobs wait or run, per queue. */
  async depths(): Promise<{ shards: number; traces: number }> {
    const count = async (queue: Queue): Promise<number> =>
      Object.values(await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')).reduce((a, b) => a + b, 0);
    return { shards: await count(this.shards), traces: await count(this.traces) };
  }
}
