import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import Redis from 'ioredis';
import { connectionOptions } from './connection';
import { QueueErrors } from './processors';

/**
 * `dispatch`: something became free or is new. `committed:<shardId>`: records of that shard became durable. `stop:<campaignId>`:
 * that campaign is paused or cancelled.
 */
export type Topic = 'dispatch' | `committed:${string}` | `stop:${string}`;

/**
 * Hints over Redis pub/sub that something changed in Postgres. They may get lost: whoever listens also looks by itself now and
 * then.
 */
@Injectable()
export class Nudges implements OnApplicationShutdown {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(
    redisUrl: string,
    private readonly prefix: string,
    errors: QueueErrors,
  ) {
    // Publishing must not wait for an absent Redis: a hint that comes late is worth nothing.
    this.publisher = new Redis({ ...connectionOptions(redisUrl), enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.subscriber = new Redis(connectionOptions(redisUrl));
    this.publisher.on('error', errors.log);
    this.subscriber.on('error', errors.log);
    this.subscriber.on('message', (channel: string) => {
      for (const listener of this.listeners.get(channel) ?? []) listener();
    });
  }

  publish(topic: Topic): void {
    this.publisher.publish(this.channel(topic), '').catch(() => undefined);
  }

  /** Calls `listener` at each nudge until the returned function is called. */
  subscribe(topic: Topic, listener: () => void): () => void {
    const channel = this.channel(topic);
    const listeners = this.listeners.get(channel) ?? new Set();
    if (listeners.size === 0) void this.subscriber.subscribe(channel).catch(() => undefined);
    this.listeners.set(channel, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      this.listeners.delete(channel);
      void this.subscriber.unsubscribe(channel).catch(() => undefined);
    };
  }

  onApplicationShutdown(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  private channel(topic: Topic): string {
    return `${this.prefix}:nudge:${topic}`;
  }
}
