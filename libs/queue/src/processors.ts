import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { shardJob, traceJob } from '@joulefleet/contracts';
import { UnrecoverableError, type Job } from 'bullmq';
import type { z } from 'zod';
import { ShardHandler, TraceHandler } from './handlers';

export const SHARDS_QUEUE = 'shards';
export const TRACES_QUEUE = 'traces';

/** A lock this long survives a Redis outage of two minutes without a second execution of the same job. */
const LOCK_DURATION_MS = 150_000;
const MAX_STALLED_COUNT = 10;

/** IO-bound: a worker follows this many devices at once. */
const SHARDS_AT_ONCE = 200;
const TRACES_AT_ONCE = 4;

const workerOptions = { lockDuration: LOCK_DURATION_MS, maxStalledCount: MAX_STALLED_COUNT };

function parseJob<T>(schema: z.ZodType<T>, job: Job): T {
  const parsed = schema.safeParse(job.data);
  if (!parsed.success) throw new UnrecoverableError(`job ${job.id} of ${job.queueName}: ${parsed.error.message}`);
  return parsed.data;
}

/** Errors of the queues' connections and of their jobs: logged, never fatal: the connection comes back, the job is tried again. */
@Injectable()
export class QueueErrors {
  private readonly logger = new Logger('queue');

  readonly log = (error: Error): void => this.logger.warn(error.message);
}

/** A host whose worker's errors, and those of its jobs, are logged. */
abstract class LoggedWorkerHost extends WorkerHost {
  protected constructor(private readonly errors: QueueErrors) {
    super();
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

@Processor(SHARDS_QUEUE, { ...workerOptions, concurrency: SHARDS_AT_ONCE })
export class ShardsProcessor extends LoggedWorkerHost implements OnApplicationShutdown {
  private readonly shutdown = new AbortController();

  constructor(
    private readonly handler: ShardHandler,
    errors: QueueErrors,
  ) {
    super(errors);
  }

  /** The three plain parameters are needed: with any other shape BullMQ passes no signal. */
  override async process(job: Job, token?: string, signal?: AbortSignal): Promise<void> {
    const signals = signal ? [signal, this.shutdown.signal] : [this.shutdown.signal];
    await this.handler.execute(parseJob(shardJob, job), AbortSignal.any(signals));
  }

  /** Lets go of the devices at once: they go on by themselves, and the next worker attaches. */
  async onApplicationShutdown(): Promise<void> {
    this.shutdown.abort();
    await this.worker.close();
  }
}

@Processor(TRACES_QUEUE, { ...workerOptions, concurrency: TRACES_AT_ONCE })
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
