import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { fetchDebianRedis } from './fetch-debian-redis';
import type { RedisProgram } from './redis-program';

const NAMES = ['redis-server', 'valkey-server'];
/** BullMQ's own recommendation. */
const OLDEST_VERSION = [6, 2] as const;

/**
 * A Redis server's program: from the search path (folders between colons), else Debian's packages unpacked below the
 * cache folder.
 * @throws Fault `redis_missing` that names each way to provide one.
 */
export async function findRedis(
  cacheFolder: string,
  searchPath: string,
  fetchPackages: (cacheFolder: string) => Promise<RedisProgram> = fetchDebianRedis,
): Promise<RedisProgram> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const installed = candidates.find((path) => isExecutable(path) && isRecent({ path }));
  if (installed !== undefined) return { path: installed };
  try {
    const fetched = await fetchPackages(cacheFolder);
    if (isRecent(fetched)) return fetched;
    throw new Error(`what the distribution has is older than ${OLDEST_VERSION.join('.')}`);
  } catch (cause) {
    throw missing(cause);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether it runs at all on this machine, and is not too old. */
function isRecent({ path, libraryPath }: RedisProgram): boolean {
  const env = libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
  const { status, stdout } = spawnSync(path, ['--version'], { env, encoding: 'utf8' });
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(status === 0 ? stdout : '') ?? [];
  if (major === undefined) return false;
  const [oldestMajor, oldestMinor] = OLDEST_VERSION;
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
}

function missing(cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  const version = OLDEST_VERSION.join('.');
  return new Fault(`No Redis server to start: none on the PATH, and Debian's could not be fetched (${why})`, {
    code: 'redis_missing',
    origin: 'operator',
    transient: false,
    remedy:
      `Either install Redis or Valkey ${version} or newer so that redis-server is on the PATH ` +
      '(`sudo apt-get install redis-server`), or set REDIS_URL to a server of your own ' +
      '(`docker compose up redis` gives one), or, on Debian or Ubuntu, let `apt-get download` reach the package mirror.',
    cause,
  });
}
