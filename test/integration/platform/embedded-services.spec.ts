import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureServices, stopServices, type Services } from '@joulefleet/platform';
import { commandOnce, queryOnce } from '../../testkit/service-client';
import { createTestHome, removeTestHome, testCacheFolder } from '../../testkit/test-home';

// Each test starts servers of its own; on a busy machine that takes its time.
jest.setTimeout(90_000);

/** Creating a cluster costs a second of computing: the tests that do not care share one home, each from stopped servers. */
let home: string;

beforeAll(() => {
  home = createTestHome();
});

afterEach(() => stopServices({ home }));

afterAll(() => removeTestHome(home));

function ensure(of: string = home): Promise<Services> {
  return ensureServices({ home: of, cacheFolder: testCacheFolder() });
}

function pidOf(service: 'postgres' | 'redis'): number {
  return (JSON.parse(readFileSync(join(home, 'records', `${service}.json`), 'utf8')) as { pid: number }).pid;
}

function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.startsWith('Z') === false;
  } catch {
    return false;
  }
}

async function killHard(...pids: number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  while (pids.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('embedded services', () => {
  it('start set up as the product needs them, on the loopback, with a password', async () => {
    const { databaseUrl, redisUrl, postgres, redis } = await ensure();
    expect([postgres, redis]).toEqual(['started', 'started']);
    const [settings] = await queryOnce(
      databaseUrl,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS listens,
        current_setting('fsync') AS fsync, (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(settings).toEqual({ encoding: 'UTF8', listens: '127.0.0.1', fsync: 'on', locale: 'C.UTF-8' });
    expect(await commandOnce(redisUrl, 'CONFIG', 'GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'noeviction',
    ]);
    expect(await commandOnce(redisUrl, 'CONFIG', 'GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await commandOnce(redisUrl, 'CONFIG', 'GET', 'bind')).toEqual(['bind', '127.0.0.1']);
  });

  it('turn away who has not the password, which only we can read', async () => {
    const { databaseUrl, redisUrl } = await ensure();
    const wrong = (url: string) => Object.assign(new URL(url), { password: 'guess' }).toString();
    await expect(queryOnce(wrong(databaseUrl), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
    await expect(commandOnce(wrong(redisUrl), 'PING')).rejects.toThrow();
    for (const name of ['postgres.password', 'redis.password']) {
      expect(statSync(join(home, 'secrets', name)).mode & 0o777).toBe(0o600);
    }
    const commandLines = [pidOf('postgres'), pidOf('redis')].map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    for (const password of [databaseUrl, redisUrl].map((url) => new URL(url).password)) {
      for (const commandLine of commandLines) expect(commandLine).not.toContain(password);
    }
  });

  it('are found running the second time, and stopped', async () => {
    const first = await ensure();
    const second = await ensure();
    expect(second).toEqual({ ...first, postgres: 'found', redis: 'found' });
    const pids = [pidOf('postgres'), pidOf('redis')];
    expect(await stopServices({ home })).toEqual(['postgres', 'redis']);
    expect(pids.map(isRunning)).toEqual([false, false]);
    expect(await stopServices({ home })).toEqual([]);
  });

  it('come back after a crash with what they had stored', async () => {
    const before = await ensure();
    await queryOnce(before.databaseUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await commandOnce(before.redisUrl, 'SET', 'kept', '42');
    await killHard(pidOf('postgres'), pidOf('redis'));
    const after = await ensure();
    expect([after.postgres, after.redis]).toEqual(['started', 'started']);
    expect(await queryOnce(after.databaseUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await commandOnce(after.redisUrl, 'GET', 'kept')).toBe('42');
  });

  it('are not mistaken for another process that has a dead server’s number', async () => {
    await ensure();
    await stopServices({ home });
    for (const service of ['postgres', 'redis']) {
      const path = join(home, 'records', `${service}.json`);
      const record = JSON.parse(readFileSync(path, 'utf8')) as object;
      writeFileSync(path, JSON.stringify({ ...record, pid: process.pid }));
    }
    const stale = join(home, 'services', 'postgres', 'data', 'postmaster.pid');
    writeFileSync(stale, `${process.pid}\n/elsewhere\n1\n5432\n\n127.0.0.1\n`);
    expect(await ensure()).toMatchObject({ postgres: 'started', redis: 'started' });
  });

  it('find a PostgreSQL whose record is lost', async () => {
    const { databaseUrl } = await ensure();
    writeFileSync(join(home, 'records', 'postgres.json'), '{"pid": 4');
    expect(await ensure()).toMatchObject({ databaseUrl, postgres: 'found' });
  });

  it('start once when several ask at once', async () => {
    const empty = createTestHome();
    try {
      const all = await Promise.all([ensure(empty), ensure(empty), ensure(empty)]);
      expect(new Set(all.map(({ databaseUrl, redisUrl }) => `${databaseUrl} ${redisUrl}`)).size).toBe(1);
      expect(all.map(({ postgres }) => postgres).sort()).toEqual(['found', 'found', 'started']);
    } finally {
      await removeTestHome(empty);
    }
  });

  it('are each replaced by a configured server', async () => {
    const { databaseUrl } = await ensure();
    const other = createTestHome();
    try {
      const mixed = await ensureServices({ home: other, cacheFolder: testCacheFolder(), databaseUrl });
      expect(mixed).toMatchObject({ databaseUrl, postgres: 'configured', redis: 'started' });
    } finally {
      await removeTestHome(other);
    }
  });

  it('are not started when a configured server does not answer; that is said within 5 s', async () => {
    const startMs = performance.now();
    const redisUrl = 'redis://127.0.0.1:1';
    const attempt = ensureServices({ home, cacheFolder: testCacheFolder(), redisUrl });
    await expect(attempt).rejects.toMatchObject({ code: 'redis_unreachable', where: '127.0.0.1:1' });
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(await stopServices({ home })).toEqual([]);
  });
});
