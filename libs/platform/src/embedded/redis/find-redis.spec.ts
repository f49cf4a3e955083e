import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedis } from './find-redis';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-redis-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that says its version as Redis and Valkey do. */
function program(name: string, version: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "Redis server v=${version} sha=00000000:0 malloc=jemalloc bits=64"\n`);
  chmodSync(path, 0o755);
  return path;
}

const offline = () => Promise.reject(new Error('apt-get: no network'));

describe('findRedis', () => {
  it.each([
    ['redis-server', '7.0.15'],
    ['redis-server', '6.2.0'],
    ['valkey-server', '8.1.1'],
  ])('takes %s %s from the search path', async (name, version) => {
    const path = program(name, version);
    expect(await findRedis('/no-cache', `/no-folder:${folder}`, offline)).toEqual({ path });
  });

  it('fetches one when there is none, or only one that is too old', async () => {
    const fetched = { path: program('fetched', '7.0.15') };
    expect(await findRedis('/no-cache', folder, () => Promise.resolve(fetched))).toBe(fetched);
    program('redis-server', '6.0.16');
    expect(await findRedis('/no-cache', folder, () => Promise.resolve(fetched))).toBe(fetched);
  });

  it('names each way to provide one when all fail', async () => {
    const fault: unknown = await findRedis('/no-cache', folder, offline).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'redis_missing', origin: 'operator', transient: false });
    expect(fault).toHaveProperty('message', expect.stringContaining('apt-get: no network'));
    expect(fault).toHaveProperty('remedy', expect.stringMatching(/PATH.*REDIS_URL.*apt-get download/));
  });

  it('does not offer a fetched one that cannot run here', async () => {
    const broken = { path: join(folder, 'broken') };
    writeFileSync(broken.path, '\x7fELF not really');
    const attempt = findRedis('/no-cache', folder, () => Promise.resolve(broken));
    await expect(attempt).rejects.toMatchObject({ code: 'redis_missing' });
  });
});
