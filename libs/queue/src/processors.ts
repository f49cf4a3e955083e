import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { describeMismatch, shardJob, traceJob } from '@joulefleet/contracts';
import { UnrecoverableError, type Job } from 'bullmq';
import type { z } from 'zod';
import { cutAfterGrace } from './cut-after-grace';
import { ShardHandler, TraceHandler } from './handlers';

export const SHARDS_QUEUE = 'shards';
export const TRACES_QUEUE = 'traces';

/** Long enough that a Redis outage of two minutes does not cause a second execution of the same job. */
const LOCK_DURATION_MS = 150_000;
const MAX_STALLED_COUNT = 10;

/** Shards per worker; following a device is IO-bound. */
const SHARD_CONCURRENCY = 200;
const TRACE_CONCURRENCY = 4;

const workerOptions = { lockDuration: LOCK_DURATION_MS, maxStalledCount: MAX_STALLED_COUNT };

function parseJob<T>(schema: z.ZodType<T>, job: Job): T {
  const parsed = schema.safeParse(job.data);
  if (!parsed.success)
    throw new UnrecoverableError(
      `job ${job.id} of ${job.queueName}: ${describeMismatch(schema, parsed.error, job.data)}`,
    );
  return parsed.data;
}

/** Logs errors of queue connections and jobs. They are never fatal: connections reconnect, jobs are retried. */
@Injectable()
export class QueueErrors {
  private readonly logger = new Logger('queue');

  readonly log = (error: Error): void => this.logger.warn(error.message);
}

/** Logs the errors of its worker and of its jobs, and closes in bounded time. */
abstract class LoggedWorkerHost extends WorkerHost implements BeforeApplicationShutdown {
  protected constructor(private readonly errors: QueueErrors) {
    super();
  }

  beforeApplicationShutdown(): void {
    cutAfterGrace(this.worker);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.errors.log(error);
  }

  @OnWorkerEvent('failed')
  onFailed(_job: Job | undefined, error: Error): void {
    this.errors.log(error);
  }
}

@Processor(SHARDS_QUEUE, { ...workerOptions, concurrency: SHARD_CONCURRENCY })
export class ShardsProcessor extends LoggedWorkerHost implements OnApplicationShutdown {
  private readonly shutdown = new AbortController();

  constructor(
    private readonly handler: ShardHandler,
    errors: QueueErrors,
  ) {
    super(errors);
  }

  /** BullMQ passes a signal only to a function with exactly three plain parameters. */
  override async process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    const signals = signal ? [signal, this.shutdown.signal] : [this.shutdown.signal];
    await this.handler.execute(parseJob(shardJob, job), AbortSignal.any(signals));
  }

  /** Detaches from the devices at once: they continue by themselves, and the next worker attaches to them. */
  async onApplicationShutdown(): Promise<void> {
    this.shutdown.abort();
    await this.worker.close();
  }
}

@Processor(TRACES_QUEUE, { ...workerOptions, concurrency: TRACE_CONCURRENCY })
export class TracesProcessor extends LoggedWorkerHost {
  constructor(
    private readonly handler: TraceHandler,
    errors: QueueErrors,
  ) {
    super(errors);
  }

  override async process(job: Job): Promise<void> {
    await this.handler.commit(parseJob(traceJob, job));
  }
}
