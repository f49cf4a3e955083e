import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WatchTimings } from '@joulefleet/fleet';
import { ensureServices, keepMasterKey, keepServices, packageRoot, type Configuration } from '@joulefleet/platform';
import { announce } from './controller-files';
import { prepareDatabase } from './prepare-database';
import { programVersion } from './program-version';
import { serve } from './serve';

/** A server that is gone must not keep the controller from ending: devices go on by themselves, leases run out. */
const LONGEST_CLOSE_MS = 10_000;

/** Runs the controller of a home until `stopped` settles; `timings`: other times of the watch than the usual ones. */
export async function runController(
  configuration: Configuration,
  withWorker: boolean,
  stopped: Promise<unknown>,
  timings: Partial<WatchTimings> = {},
): Promise<void> {
  const { home, logLevel } = configuration;
  const masterKey = keepMasterKey(configuration);
  const services = await ensureServices(configuration);
  const { databaseUrl, redisUrl } = services;
  // One controller a home: what the one before it held when it was killed is free.
  const workerName = withWorker ? `controller:${hostname()}:${home}` : null;
  const failed = await prepareDatabase(databaseUrl, { home, masterKey, workerName });
  const version = programVersion();
  const urls = { databaseUrl, redisUrl, version };
  const agentFolder = join(packageRoot(), 'agent');
  const watch = configuration.watch && { hooksFolder: join(home, 'hooks'), timings };
  const controller = await serve({ urls, agentFolder, masterKey, logLevel, workerName, watch }, configuration);
  if (failed.length > 0) controller.log(`their private keys could not be taken in: ${failed.join(', ')}`);
  const { url } = controller;
  const withdraw = announce(home, { pid: process.pid, url, version, startedAt: new Date().toISOString() });
  const release = keepServices(configuration, services, (message) => controller.log(message));
  await stopped;
  release();
  await Promise.race([controller.close(), sleep(LONGEST_CLOSE_MS)]);
  withdraw();
}
