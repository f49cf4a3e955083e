/** What the global setup hands to the test files through their environment. */
export interface TestServers {
  /** The administrator's URL; its database is `postgres`. */
  adminUrl: string;
  redisUrl: string;
  /** A migrated database that nobody connects to, to be cloned. */
  template: string;
}

const VARIABLE = 'JOULEFLEET_TEST_SERVERS';

export function publishTestServers(servers: TestServers): void {
  process.env[VARIABLE] = JSON.stringify(servers);
}

/** @throws Error when the file runs outside the `services` project, which starts them. */
export function testServers(): TestServers {
  const published = process.env[VARIABLE];
  if (published === undefined)
    throw new Error('test servers are started only for files under test/ (npx jest test/...)');
  return JSON.parse(published) as TestServers;
}
