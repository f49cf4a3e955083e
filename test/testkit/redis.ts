import { randomBytes } from 'node:crypto';
import Redis from 'ioredis';
import { testServers } from './test-servers';

export interface TestRedis {
  url: string;
  /** Of every key of the test file. In braces, as BullMQ wants it, so that a cluster would keep the keys together. */
  prefix: string;
}

/** The shared Redis, with a key prefix of this test file alone. */
export function createTestRedis(): TestRedis {
  return { url: testServers().redisUrl, prefix: `{test-${randomBytes(6).toString('hex')}}` };
}

/** Deletes every key of one test file, as FLUSHALL would if it had the server alone. Returns how many there were. */
export async function deleteKeys({ url, prefix }: TestRedis): Promise<number> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys(`${prefix}*`);
    return keys.length > 0 ? await redis.del(...keys) : 0;
  } finally {
    redis.disconnect();
  }
}
