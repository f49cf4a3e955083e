import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { ShardJob, TraceJob } from '@joulefleet/contracts';
import type { Queue } from 'bullmq';
import { cutAfterGrace } from './cut-after-grace';
import { QueueErrors, SHARDS_QUEUE, TRACES_QUEUE } from './processors';
import { withRedis } from './redis-fault';

/** Attempts of a job whose processor threw. With a backoff from 0.5 s that doubles, they span about 17 minutes. */
const ATTEMPTS = 12;
const PRIORITY = 10;
const OPTIONS = {
  priority: PRIORITY,
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 500 },
  removeOnComplete: true,
  // A kept failed job would block adding the same id again; the failure is logged.
  removeOnFail: true,
} as const;

/** Adds jobs to the queues. Both throw a Fault of origin `controller` when Redis refuses (`redisFault`). The job id is derived from the content, so that adding a job twice has no effect. */
@Injectable()
export class Queues implements BeforeApplicationShutdown {
  constructor(
    @InjectQueue(SHARDS_QUEUE) private readonly shards: Queue,
    @InjectQueue(TRACES_QUEUE) private readonly traces: Queue,
    errors: QueueErrors,
  ) {
    for (const queue of [shards, traces]) queue.on('error', errors.log);
  }

  beforeApplicationShutdown(): void {
    for (const queue of [this.shards, this.traces]) cutAfterGrace(queue);
  }

  async enqueueShard(job: ShardJob): Promise<void> {
    const jobId = `${job.shardId}-${job.fence}`;
    await withRedis(this.shards.add('shard', job, { ...OPTIONS, attempts: 1, jobId }));
  }

  async enqueueRecords(job: TraceJob): Promise<void> {
    const jobId = `${job.shardId}-${job.fence}-${job.records.map(({ seq }) => seq).join('.')}`;
    await withRedis(this.traces.add('records', job, { ...OPTIONS, jobId }));
  }

  /** Jobs waiting or running, per queue. */
  async depths(): Promise<{ shards: number; traces: number }> {
    const count = async (queue: Queue): Promise<number> =>
      Object.values(await queue.getJobCounts('waiting', 'active', 'delayed', 'prioritized')).reduce((a, b) => a + b, 0);
    return { shards: await count(this.shards), traces: await count(this.traces) };
  }
}
