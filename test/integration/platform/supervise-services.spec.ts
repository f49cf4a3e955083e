import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectOrExplain, ensureServices, superviseServices, type Services } from '@joulefleet/platform';
import { createTestHome, removeTestHome, testCacheFolder } from '../../testkit/test-home';

describe('servers of a running controller', () => {
  const home = createTestHome();
  const configuration = { home, cacheFolder: testCacheFolder() };
  const reports: string[] = [];
  let services: Services;
  let release: () => void;

  beforeAll(async () => {
    services = await ensureServices(configuration, 'relaxed');
    release = superviseServices(configuration, services, (message) => reports.push(message));
  });
  afterAll(async () => {
    release();
    await removeTestHome(home);
  });

  it.each(['postgres', 'redis'] as const)(
    'come back where they were when one is killed: %s',
    async (name) => {
      const { pid } = JSON.parse(readFileSync(join(home, 'records', `${name}.json`), 'utf8')) as { pid: number };
      const { databaseUrl, redisUrl } = services;
      const url = name === 'postgres' ? { databaseUrl } : { redisUrl };
      process.kill(pid, 'SIGKILL');
      while (
        await connectOrExplain(url, 500).then(
          () => true,
          () => false,
        )
      )
        await sleep(20);
      for (
        let i = 0;
        !(await connectOrExplain(url, 500).then(
          () => true,
          () => false,
        ));
        i++
      ) {
        if (i > 100) throw new Error(`${name} did not come back: ${reports.join('; ')}`);
        await sleep(100);
      }
      expect(reports.at(-1)).toMatch(/restarting it/);
    },
    40_000,
  );
});
