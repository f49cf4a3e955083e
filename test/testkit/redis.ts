import { randomBytes } from 'node:crypto';
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
