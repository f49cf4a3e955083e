import { mkdirSync, realpathSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthView, type CampaignList, type DeviceList, type HealthView } from '@joulefleet/contracts';
import { connectOrExplain, ensureServices } from '@joulefleet/platform';
import { startLab, type Lab } from '../../testkit/lab';
import { commandOnce } from '../../testkit/service-client';
import { createTestHome, removeTestHome, testCacheFolder } from '../../testkit/test-home';
import { testServers } from '../../testkit/test-servers';
import { until } from '../../testkit/until';

const SWEEP = `
name: not lost
workloads: [alexnet]
factors: { gpuFrequency: [614.4 MHz], cpuFrequency: [1479 MHz] }
baseline: none
repetitions: 4
inferences: 320
`;

describe('a Redis that answers and refuses', () => {
  const home = createTestHome();
  let lab: Lab;
  let redisUrl: string;
  let logged = '';

  beforeAll(async () => {
    // A Redis of our own: its settings are changed.
    const configuration = { home, cacheFolder: testCacheFolder(), databaseUrl: testServers().adminUrl };
    ({ redisUrl } = await ensureServices(configuration, 'relaxed'));
    const logTo = { write: (line: string) => void (logged += line) };
    lab = await startLab({
      twins: ['jetson-nano'],
      urls: { redisUrl },
      controller: { queuePrefix: '{refusing}', watch: false, logLevel: 'warn', logTo },
    });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(async () => {
    await lab.stop();
    await removeTestHome(home);
  });

  const redis = (command: string, ...args: string[]) => commandOnce(redisUrl, command, ...args);
  const ready = async (): Promise<HealthView & { status: number }> => {
    const response = await fetch(`${lab.controller().url}/v1/health/ready`);
    return { status: response.status, ...healthView.parse(await response.json()) };
  };
  const dump = () => join(realpathSync(join(home, 'services')), 'redis', 'data', 'dump.rdb');
  /** Its save fails, because a folder has the name of its file. */
  const failToSave = async () => {
    mkdirSync(dump());
    await redis('CONFIG', 'SET', 'save', '3600 1');
    await redis('BGSAVE');
    await until(async () => /rdb_last_bgsave_status:err/.test(String(await redis('INFO', 'persistence'))));
  };
  const save = async () => {
    rmdirSync(dump());
    await redis('BGSAVE');
    await until(async () => /rdb_last_bgsave_status:ok/.test(String(await redis('INFO', 'persistence'))));
    await redis('CONFIG', 'SET', 'save', '');
  };

  it.each([
    [
      'is full',
      () => redis('CONFIG', 'SET', 'maxmemory', '100kb'),
      () => redis('CONFIG', 'SET', 'maxmemory', '0'),
      /memory of Redis is full: .*OOM/,
      'maxmemory',
    ],
    [
      'is a replica',
      () => redis('REPLICAOF', '127.0.0.1', '1'),
      () => redis('REPLICAOF', 'NO', 'ONE'),
      /replica and takes no writes: .*READONLY/,
      'primary',
    ],
    ['cannot save', failToSave, save, /cannot save .*: .*MISCONF/, 'disk of Redis'],
  ])(
    'is not ready while it %s, also after a start in that state, and is again by itself',
    async (state, begin, end, said, remedy) => {
      await begin();
      // What a controller asks before it starts.
      await connectOrExplain({ redisUrl });
      for (const restart of [false, true]) {
        if (restart) await lab.restartController();
        const health = await ready();
        expect(health).toMatchObject({ status: 503, postgres: { ok: true }, redis: { ok: false } });
        expect(health.redis.detail).toMatch(said);
        expect(health.redis.remedy).toContain(remedy);
        expect(health.redis.remedy).not.toContain('Start Redis');
      }
      await end();
      expect((await ready()).status).toBe(200);
    },
  );

  it('does not busy the controller and is gone on from without another restart, when one starts while it is a replica', async () => {
    await redis('REPLICAOF', '127.0.0.1', '1');
    await lab.restartController();
    await lab.launch(SWEEP.replace('not lost', 'waits for its queue'));
    const refused = async (): Promise<number> =>
      Number(/errorstat_READONLY:count=(\d+)/.exec(String(await redis('INFO', 'errorstats')))?.[1] ?? 0);
    const before = await refused();
    await sleep(2_000);
    expect((await refused()) - before).toBeLessThan(200);
    await redis('REPLICAOF', 'NO', 'ONE');
    const { campaigns } = (await lab.call('GET', '/v1/campaigns')).body as CampaignList;
    const report = await lab.completed(campaigns[0]!.id, 120);
    expect(report.campaign.trials).toMatchObject({ total: 4, accepted: 4 });
  }, 200_000);

  it('wants a password that nobody gave us: health says so, a start is refused, and work goes on without it', async () => {
    const password = 'not-ours';
    const withPassword = Object.assign(new URL(redisUrl), { username: '', password }).toString();
    const asOwner = (command: string, ...args: string[]) => commandOnce(withPassword, command, ...args);
    const had = decodeURIComponent(new URL(redisUrl).password);
    await redis('CONFIG', 'SET', 'requirepass', password);
    await asOwner('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    const health = await ready();
    expect(health).toMatchObject({ status: 503, postgres: { ok: true }, redis: { ok: false } });
    expect(health.redis.detail).toMatch(/rejected the connection \((WRONGPASS|NOAUTH)/);
    expect(health.redis.detail).not.toContain(had);
    expect(health.redis.remedy).toMatch(/user, password and database in REDIS_URL/);
    for (const url of [redisUrl, Object.assign(new URL(redisUrl), { password: '' }).toString()]) {
      await expect(connectOrExplain({ redisUrl: url })).rejects.toMatchObject({
        origin: 'operator',
        message: expect.stringMatching(/rejected the connection \((WRONGPASS|NOAUTH)/),
        remedy: expect.stringContaining('REDIS_URL'),
      });
    }
    const { id } = await lab.launch(SWEEP.replace('not lost', 'waits for a login'));
    await sleep(1_000);
    expect((await fetch(`${lab.controller().url}/v1/health/live`)).status).toBe(200);
    await asOwner('CONFIG', 'SET', 'requirepass', had);
    await until(async () => (await ready()).status === 200);
    expect((await lab.completed(id, 120)).campaign.trials).toMatchObject({ total: 4, accepted: 4 });
  }, 200_000);

  it('loses no trial while it is full, and fills no log', async () => {
    await redis('CONFIG', 'SET', 'maxmemory', '100kb');
    logged = '';
    const { id } = await lab.launch(SWEEP);
    // The shard is placed, and its job does not fit into Redis. A warning that was logged a moment ago is not logged again.
    const leased = async () => (await lab.call('GET', '/v1/devices?availability=leased')).body as DeviceList;
    await until(async () => (await leased()).devices.length === 1);
    await redis('CONFIG', 'SET', 'maxmemory', '0');
    const report = await lab.completed(id, 120);
    expect(report.campaign.trials).toMatchObject({ total: 4, accepted: 4 });
    expect(logged.length).toBeLessThan(20_000);
  }, 200_000);
});
