import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceOrigin } from '@joulefleet/contracts';
import type { WatchTimings } from '@joulefleet/fleet';
import {
  ensureServices,
  superviseServices,
  packageRoot,
  type Configuration,
  type ServiceSource,
} from '@joulefleet/platform';
import { publishControllerState, rememberedPort, rememberPort } from './controller-files';
import { prepareDatabase } from './prepare-database';
import { programVersion } from './program-version';
import { serve } from './serve';

/** An unreachable server must not block the shutdown: devices continue by themselves, and leases expire. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

/** What benchmarks and tests set otherwise: timings of the device watch, and how long agents have to answer. */
export interface ControllerOverrides {
  timings?: Partial<WatchTimings>;
  agentTimeoutMs?: number;
}

/** Runs the controller of a home until `stopped` settles. */
export async function runController(
  configuration: Configuration,
  withWorker: boolean,
  stopped: Promise<unknown>,
  { timings = {}, agentTimeoutMs }: ControllerOverrides = {},
): Promise<void> {
  const { home, logLevel, campaignLimits, noticeHosts } = configuration;
  const services = await ensureServices(configuration);
  const { databaseUrl, redisUrl } = services;
  // One controller per home: leases held by a killed predecessor can be dropped.
  const workerName = withWorker ? `controller:${hostname()}:${home}` : null;
  const { masterKey, failed } = await prepareDatabase(databaseUrl, { home, keySource: configuration, workerName });
  const version = programVersion();
  const urls = { databaseUrl, redisUrl, version };
  const agentFolder = join(packageRoot(), 'agent');
  const watch = configuration.watch && { timings };
  const hooksFolder = join(home, 'hooks');
  const resolversFolder = join(home, 'resolvers');
  const paths = { agentFolder, hooksFolder, resolversFolder };
  const installation = { home, postgres: originOf(services.postgres), redis: originOf(services.redis) };
  const options = {
    urls,
    installation,
    masterKey,
    logLevel,
    workerName,
    watch,
    campaignLimits,
    agentTimeoutMs,
    notices: { hosts: noticeHosts },
    ...paths,
  };
  const controller = await serve(options, { ...configuration, lastPort: rememberedPort(home) });
  if (failed.length > 0) controller.log(`could not import the private keys of ${failed.join(', ')}`);
  const { url } = controller;
  rememberPort(home, url);
  const unpublish = publishControllerState(home, {
    pid: process.pid,
    url,
    version,
    startedAt: new Date().toISOString(),
  });
  const stopSupervising = superviseServices(configuration, services, (message) => controller.log(message));
  await stopped;
  stopSupervising();
  await Promise.race([controller.close(), sleep(SHUTDOWN_TIMEOUT_MS)]);
  unpublish();
}

function originOf(source: ServiceSource): ServiceOrigin {
  return source === 'configured' ? 'configured' : 'embedded';
}
