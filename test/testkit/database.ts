import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { testServers } from './test-servers';

declare global {
  /** Databases of the test file that runs now; test/testkit/environment.ts drops them. */
  var testDatabases: string[] | undefined;
}

export interface TestDatabase {
  name: string;
  url: string;
}

/**
 * A migrated database of this test file alone, cloned from the template. It is dropped when the file ends; connections
 * that are then still open fail the file.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template } = testServers();
  if (globalThis.testDatabases === undefined) throw new Error('createTestDatabase needs test/testkit/environment.ts');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copying files takes half the CPU of PostgreSQL's default, which writes each page to the log: there are over a hundred.
  await asAdmin(adminUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`));
  globalThis.testDatabases.push(name);
  return { name, url: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString() };
}

/** Runs `work` on a connection of its own to the administrator's database. */
export async function asAdmin<T>(adminUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
