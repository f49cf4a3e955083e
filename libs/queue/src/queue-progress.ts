import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { QueueView } from '@joulefleet/contracts';
import type { Queue } from 'bullmq';
import Redis from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionOptions } from './connection';
import type { QueueErrors } from './processors';
import { withRedis } from './redis-fault';

export interface QueueFigures {
  shards: QueueView;
  traces: QueueView;
}

const TIMEOUT_MS = 2_000;

/** Reads job counts and workers of the queues. Both calls fail within seconds while Redis is unreachable. */
@Injectable()
export class QueueProgress implements OnApplicationShutdown {
  private readonly redis: Redis;

  constructor(
    redisUrl: string,
    private readonly prefix: string,
    private readonly shards: Queue,
    private readonly traces: Queue,
    errors: QueueErrors,
  ) {
    // Lazy: workers never call this and need no connection for it.
    this.redis = new Redis({ ...connectionOptions(redisUrl), commandTimeout: TIMEOUT_MS, lazyConnect: true });
    this.redis.on('error', errors.log);
  }

  /**
   * The server's `maxmemory_policy` (INFO memory, which needs no right to CONFIG); null when the server does not report
   * it.
   */
  async evictionPolicy(): Promise<string | null> {
    const info = await this.redis.info('memory');
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? null;
  }

  /** The server that keeps the queues. @throws Error when Redis does not answer in time. */
  async readServer(): Promise<{ version: string; startedAt: Date; memoryBytes: number }> {
    const info = await this.redis.info();
    const field = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
    return {
      version: field('redis_version'),
      startedAt: new Date(Date.now() - Number(field('uptime_in_seconds')) * 1000),
      memoryBytes: Number(field('used_memory')),
    };
  }

  /**
   * Writes a key that expires by itself: the server takes writes.
   * @throws Fault as `redisFault`; Error when Redis does not answer in time.
   */
  async probeWrite(): Promise<void> {
    await withRedis(this.redis.set(`${this.prefix}:probe`, '1', 'EX', 60));
  }

  /** @throws Error when Redis does not answer in time. */
  async read(nowMs: number): Promise<QueueFigures> {
    const reads = Promise.all([readQueue(this.shards, nowMs), readQueue(this.traces, nowMs)]);
    // BullMQ's own connection waits indefinitely for Redis to come back.
    const [shards, traces] = await Promise.race([reads, rejectAfter(TIMEOUT_MS)]);
    return { shards, traces };
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}

async function readQueue(queue: Queue, nowMs: number): Promise<QueueView> {
  const [counts, workers, ...heads] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed'),
    queue.getWorkersCount(),
    queue.getPrioritized(0, 0),
    queue.getWaiting(0, 0),
  ]);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = counts;
  // A retried job has waited since its last attempt at most.
  const since = heads.flat().map(({ timestamp, processedOn = 0 }) => Math.max(timestamp, processedOn));
  const oldestWaitingS = since.length > 0 ? Math.max(0, nowMs - Math.min(...since)) / 1000 : null;
  return { waiting: waiting + prioritized, active, delayed, workers, oldestWaitingS };
}

async function rejectAfter(timeoutMs: number): Promise<never> {
  await sleep(timeoutMs, undefined, { ref: false });
  throw new Error(`Redis did not answer a queue query in ${timeoutMs} ms`);
}
