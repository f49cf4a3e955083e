import { join } from 'node:path';
import { fetchDebianPackages, libraryPathIn } from '../debian/fetch-debian-packages';
import type { RedisProgram } from './redis-program';

/**
 * Debian's redis-server and what it needs, unpacked in the cache folder; nothing is installed.
 * @throws Error in apt's words.
 */
export async function fetchDebianRedis(cacheFolder: string): Promise<RedisProgram> {
  const folder = await fetchDebianPackages(cacheFolder, 'redis', {
    packages: ['redis-server'],
    usually: ['redis-tools', 'liblzf1', 'libjemalloc2'],
  });
  return { path: join(folder, 'usr', 'bin', 'redis-server'), libraryPath: libraryPathIn(folder) };
}
