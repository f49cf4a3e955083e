import { healthView, type HealthView } from '@joulefleet/contracts';
import { ensureServices } from '@joulefleet/platform';
import { Queue } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionOptions } from '../../../libs/queue/src/connection';
import { startLab, type Lab } from '../../testkit/lab';
import { commandOnce, queryOnce } from '../../testkit/service-client';
import { createTestHome, removeTestHome, testCacheFolder } from '../../testkit/test-home';
import { testServers } from '../../testkit/test-servers';

const PREFIX = '{health}';
const STALLED_AFTER_S = 0.5;

describe('GET /v1/health/ready', () => {
  const home = createTestHome();
  let lab: Lab;
  let redisUrl: string;

  beforeAll(async () => {
    // A Redis of our own: its policy is changed, and it is held up.
    const configuration = { home, cacheFolder: testCacheFolder(), databaseUrl: testServers().adminUrl };
    ({ redisUrl } = await ensureServices(configuration, 'relaxed'));
    lab = await startLab({
      twins: [],
      urls: { redisUrl, queueStalledAfterS: STALLED_AFTER_S },
      controller: { queuePrefix: PREFIX, workerName: null },
    });
  });
  afterAll(async () => {
    await lab.stop();
    await removeTestHome(home);
  });

  const ready = async (): Promise<HealthView & { status: number }> => {
    const response = await fetch(`${lab.controller().url}/v1/health/ready`);
    return { status: response.status, ...healthView.parse(await response.json()) };
  };

  it('is content while everything does its work, with a worker or, as long as there is nothing to do, without', async () => {
    expect(await ready()).toMatchObject({
      status: 200,
      ok: true,
      postgres: { ok: true },
      redis: { ok: true, detail: null },
      queues: { ok: true, shards: { waiting: 0, active: 0, workers: 0, oldestWaitingS: null } },
    });
  });

  it('refuses a Redis that drops jobs when it is full', async () => {
    await commandOnce(redisUrl, 'CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const health = await ready();
    await commandOnce(redisUrl, 'CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    expect(health).toMatchObject({ status: 503, ok: false, postgres: { ok: true }, redis: { ok: false } });
    expect(health.redis.detail).toContain('allkeys-lru');
    expect(health.redis.remedy).toContain('noeviction');
    expect((await ready()).status).toBe(200);
  });

  it('refuses a queue in which a job waits and nobody takes it, and says so', async () => {
    const queue = new Queue('shards', { prefix: PREFIX, connection: connectionOptions(redisUrl) });
    await queue.add('shard', {}, { jobId: 'forgotten-1', priority: 10 });
    expect((await ready()).status).toBe(200);
    await sleep(STALLED_AFTER_S * 1000 + 100);
    const health = await ready();
    expect(health).toMatchObject({ status: 503, redis: { ok: true }, queues: { ok: false, shards: { waiting: 1 } } });
    expect(health.queues!.shards.oldestWaitingS).toBeGreaterThanOrEqual(STALLED_AFTER_S);
    expect(health.queues!.detail).toContain('1 job waits in shards');
    expect(health.queues!.remedy).toContain('Start a worker');
    await queue.remove('forgotten-1');
    await queue.close();
    expect((await ready()).status).toBe(200);
  });

  it('refuses a database that lacks a migration', async () => {
    const [last] = await queryOnce<{ name: string }>(
      lab.databaseUrl,
      `UPDATE _prisma_migrations SET rolled_back_at = now()
       WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING migration_name AS name`,
    );
    const health = await ready();
    await queryOnce(lab.databaseUrl, 'UPDATE _prisma_migrations SET rolled_back_at = NULL');
    expect(health).toMatchObject({ status: 503, postgres: { ok: false }, redis: { ok: true } });
    expect(health.postgres.detail).toContain(last!.name);
    expect((await ready()).status).toBe(200);
  });

  it('gives an answer within seconds while Redis gives none, and is alive all the same', async () => {
    await commandOnce(redisUrl, 'CLIENT', 'PAUSE', '4000', 'ALL');
    const startMs = performance.now();
    const health = await ready();
    expect(performance.now() - startMs).toBeLessThan(3_500);
    expect(health).toMatchObject({ status: 503, postgres: { ok: true }, redis: { ok: false } });
    expect(health.queues).toBeUndefined();
    expect(health.redis.detail).toContain('Redis');
    expect((await fetch(`${lab.controller().url}/v1/health/live`)).status).toBe(200);
    await sleep(4_000);
    expect((await ready()).status).toBe(200);
  });
});
