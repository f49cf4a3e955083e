import type { Circus } from '@jest/types';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { asAdmin } from './database';
import MainRealmEnvironment from './main-realm/environment';
import { testServers } from './test-servers';

/** A closed connection's server process needs a moment to end. */
const GRACE_MS = 1000;
const PAUSE_MS = 20;

/**
 * Drops the databases of a test file after its last hook, and fails the file when it left a connection open: a leaked
 * pool would hold a slot of the server for the rest of the run. A hook could not do this: one that is registered first
 * runs before the file's own.
 */
export default class ServicesEnvironment extends MainRealmEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    this.global.testDatabases = [];
  }

  override async handleTestEvent(event: Circus.AsyncEvent, state: Circus.State): Promise<void> {
    await super.handleTestEvent(event, state);
    if (event.name !== 'run_finish') return;
    const names = this.global.testDatabases as string[];
    if (names.length === 0) return;
    const leaks = await asAdmin(testServers().adminUrl, (admin) => dropAll(admin, names));
    if (leaks.length > 0) state.unhandledErrors.push(new Error(`connections left open:\n${leaks.join('\n')}`));
  }
}

async function dropAll(admin: Client, names: string[]): Promise<string[]> {
  const deadlineMs = performance.now() + GRACE_MS;
  let leaks = await openConnections(admin, names);
  while (leaks.length > 0 && performance.now() < deadlineMs) {
    await sleep(PAUSE_MS);
    leaks = await openConnections(admin, names);
  }
  for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  return leaks;
}

async function openConnections(admin: Client, names: string[]): Promise<string[]> {
  const sql = `SELECT format('%s (%s): %s', datname, state, query) AS line FROM pg_stat_activity WHERE datname = ANY($1)`;
  const { rows } = await admin.query<{ line: string }>(sql, [names]);
  return rows.map(({ line }) => line);
}
