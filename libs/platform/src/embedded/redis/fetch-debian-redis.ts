import { join } from 'node:path';
import { fetchDebianPackages, libraryPathIn } from '../debian/fetch-debian-packages';
import type { RedisProgram } from './redis-program';

/**
 * Fetches Debian's redis-server and its dependencies into the cache folder; nothing is installed.
 * @throws Error with apt's message.
 */
export async function fetchDebianRedis(cacheFolder: string): Promise<RedisProgram> {
  const folder = await fetchDebianPackages(cacheFolder, 'redis', {
    packages: ['redis-server'],
    fallbackDependencies: ['redis-tools', 'liblzf1', 'libjemalloc2'],
  });
  return { path: join(folder, 'usr', 'bin', 'redis-server'), libraryPath: libraryPathIn(folder) };
}
