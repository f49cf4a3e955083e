import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { fetchDebianRedis } from './fetch-debian-redis';
import type { RedisProgram } from './redis-program';

const NAMES = ['redis-server', 'valkey-server'];
/** The minimum that BullMQ recommends. */
const MIN_VERSION = [6, 2] as const;

/**
 * Finds a Redis server program on the search path (folders separated by colons), else fetches Debian's packages into
 * the cache folder.
 * @throws Fault `redis_missing` whose remedy lists the ways to provide Redis.
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
    throw new Error(`the distribution's version is older than ${MIN_VERSION.join('.')}`);
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

/** Whether the program runs on this machine and is recent enough. */
function isRecent({ path, libraryPath }: RedisProgram): boolean {
  const env = libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath };
  const { status, stdout } = spawnSync(path, ['--version'], { env, encoding: 'utf8' });
  const [, major, minor] = /v=(\d+)\.(\d+)/.exec(status === 0 ? stdout : '') ?? [];
  if (major === undefined) return false;
  const [oldestMajor, oldestMinor] = MIN_VERSION;
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
}

function missing(cause: unknown): Fault {
  const why = cause instanceof Error ? cause.message : String(cause);
  const version = MIN_VERSION.join('.');
  return new Fault(`cannot start Redis: no server on the PATH, and Debian's could not be fetched (${why})`, {
    code: 'redis_missing',
    origin: 'operator',
    transient: false,
    remedy:
      `Install Redis or Valkey ${version} or newer so that redis-server is on the PATH ` +
      '(`sudo apt-get install redis-server`), or set REDIS_URL to your own server ' +
      '(`docker compose up redis` starts one), or, on Debian or Ubuntu, let `apt-get download` reach the package mirror.',
    cause,
  });
}
