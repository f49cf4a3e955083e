import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { probeRedis } from '../../reachability/probe-redis';
import { choosePort } from '../choose-port';
import { keepPassword } from '../keep-password';
import { awaitReady, launchServer, logTail } from '../launch-server';
import type { Durability, RunningService } from '../running-service';
import type { ServiceFolders } from '../service-folders';
import { readRecord, runningRecord, writeRecord } from '../service-record';
import { findRedis } from './find-redis';
import type { RedisProgram } from './redis-program';

const ATTEMPTS = 5;

interface RedisLaunch {
  program: RedisProgram;
  folder: string;
  password: string;
  durability: Durability;
}

/** Starts the embedded Redis of a home unless it runs; returns when it is ready. The caller holds the home's lock. */
export async function startRedis(
  folders: ServiceFolders,
  where: { cacheFolder: string; searchPath: string },
  durability: Durability,
): Promise<RunningService> {
  const folder = join(realpathSync(folders.services), 'redis');
  const found = runningRecord(folders.records, 'redis');
  const inUse = found ? `the Redis that runs (process ${found.pid}) asks for it` : null;
  const password = keepPassword(folders.secrets, 'redis', inUse);
  if (found !== undefined) {
    const url = urlOf(password, found.port);
    await awaitReady(found, 'Redis', logPathOf(folder), (timeoutMs) => probeRedis(url, timeoutMs));
    return { url, wasRunning: true };
  }
  const program = await findRedis(where.cacheFolder, where.searchPath);
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
  const port = await launchWithRetries(folders.records, { program, folder, password, durability });
  return { url: urlOf(password, port), wasRunning: false };
}

function urlOf(password: string, port: number): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

function logPathOf(folder: string): string {
  return join(folder, 'server.log');
}

async function launchWithRetries(records: string, launch: RedisLaunch): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOnce(records, launch);
    } catch (error) {
      if (attempt === ATTEMPTS || !/address already in use/i.test(logTail(logPathOf(launch.folder)))) throw error;
    }
  }
}

async function launchOnce(records: string, { program, folder, password, durability }: RedisLaunch): Promise<number> {
  const port = await choosePort(readRecord(records, 'redis')?.port);
  const identity = launchServer({
    program: program.path,
    args: ['-'],
    environment: program.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: program.libraryPath },
    folder: join(folder, 'data'),
    logPath: logPathOf(folder),
    input: settings(port, password, durability),
    account: { uid: 0, gid: 0, isOther: false },
  });
  writeRecord(records, 'redis', { ...identity, port });
  const url = urlOf(password, port);
  await awaitReady(identity, 'Redis', logPathOf(folder), (timeoutMs) => probeRedis(url, timeoutMs));
  return port;
}

/**
 * `noeviction`: an evicted key would be a lost job. Only the append-only file persists data. The working folder is the
 * data folder, so that no path needs quoting.
 */
function settings(port: number, password: string, durability: Durability): string {
  const durable = ['appendonly yes', `appendfsync ${durability === 'full' ? 'everysec' : 'no'}`, 'save ""'];
  const access = ['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, 'protected-mode yes'];
  return [...access, ...durable, 'maxmemory-policy noeviction', 'daemonize no', ''].join('\n');
}
