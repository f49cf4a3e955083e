import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureServices, keepServices, packageRoot, type Configuration } from '@joulefleet/platform';
import { applyMigrations, databaseFault, openDatabase } from '@joulefleet/store';
import { announce } from './controller-files';
import { serve } from './serve';

/** A server that is gone must not keep the controller from ending: devices go on by themselves, leases run out. */
const LONGEST_CLOSE_MS = 10_000;

/** Runs the controller of a home until `stopped` settles. */
export async function runController(
  configuration: Configuration,
  token: string,
  withWorker: boolean,
  stopped: Promise<unknown>,
): Promise<void> {
  const { home, logLevel } = configuration;
  const services = await ensureServices(configuration);
  const { databaseUrl, redisUrl } = services;
  await migrate(databaseUrl);
  const root = packageRoot();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const urls = { databaseUrl, redisUrl, version };
  const agentFolder = join(root, 'agent');
  const controller = await serve({ urls, token, agentFolder, logLevel, withWorker }, configuration);
  const { url } = controller;
  const withdraw = announce(home, { pid: process.pid, url, version, startedAt: new Date().toISOString() });
  const release = keepServices(configuration, services, (message) => controller.log(message));
  await stopped;
  release();
  await Promise.race([controller.close(), sleep(LONGEST_CLOSE_MS)]);
  withdraw();
}

async function migrate(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    await applyMigrations(database.pool);
  } catch (error) {
    throw databaseFault(error) ?? error;
  } finally {
    await database.close();
  }
}
