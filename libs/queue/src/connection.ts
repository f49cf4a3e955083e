import type { RedisOptions } from 'ioredis';

/** The braces are a hash tag: all queues' keys fall into one cluster slot. */
export const QUEUE_PREFIX = '{joulefleet}';

/**
 * Whether BullMQ's script was refused because the server takes no writes. A worker then asks for its next job again at once,
 * thousands of times a second; after a reconnect it has the pause of one.
 */
const isRefusedScript = ({ message }: Error): boolean =>
  /\b(READONLY|MISCONF|OOM|NOPERM)\b/.test(message) && message.includes('script');

/**
 * Connection options for BullMQ and for nudges. BullMQ requires `maxRetriesPerRequest: null` for workers. Reconnects
 * back off up to 3 s and never give up.
 */
export function connectionOptions(redisUrl: string) {
  const url = new URL(redisUrl);
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    username: url.username ? decodeURIComponent(url.username) : undefined,
    password: url.password ? decodeURIComponent(url.password) : undefined,
    db: Number(url.pathname.slice(1) || 0),
    tls: url.protocol === 'rediss:' ? {} : undefined,
    maxRetriesPerRequest: null,
    reconnectOnError: isRefusedScript,
    retryStrategy: (times: number) => Math.min(times * 200, 3000),
  } satisfies RedisOptions;
}
