import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import Redis from 'ioredis';
import { connectionOptions } from './connection';
import { QueueErrors } from './processors';

/**
 * `dispatch`: there may be something to dispatch. `schedules`: a schedule was changed. `committed:<shardId>`: records of that shard were committed.
 * `stop:<campaignId>`: that campaign was paused or cancelled. `live`: what a device measures now, as the text of the nudge.
 */
export type Topic = 'dispatch' | 'schedules' | 'live' | `committed:${string}` | `stop:${string}`;

/** Hints over Redis pub/sub that something changed in PostgreSQL. They may get lost: subscribers must poll as well. */
@Injectable()
export class Nudges implements OnApplicationShutdown {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly listeners = new Map<string, Set<(text: string) => void>>();

  constructor(
    redisUrl: string,
    private readonly prefix: string,
    errors: QueueErrors,
  ) {
    // Publishing must not wait for Redis to come back: a late hint is worthless.
    this.publisher = new Redis({ ...connectionOptions(redisUrl), enableOfflineQueue: false, maxRetriesPerRequest: 1 });
    this.subscriber = new Redis(connectionOptions(redisUrl));
    this.publisher.on('error', errors.log);
    this.subscriber.on('error', errors.log);
    this.subscriber.on('message', (channel: string, text: string) => {
      for (const listener of this.listeners.get(channel) ?? []) listener(text);
    });
  }

  publish(topic: Topic, text = ''): void {
    this.publisher.publish(this.channel(topic), text).catch(() => undefined);
  }

  /** Calls `listener` at each nudge until the returned function is called. */
  subscribe(topic: Topic, listener: (text: string) => void): () => void {
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
