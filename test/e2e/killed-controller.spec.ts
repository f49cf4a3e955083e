import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CampaignView, LaunchResult } from '@joulefleet/contracts';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { ControllerProcess } from '../../bench/hygiene/controller-process';
import { createTestDatabase } from '../testkit/database';
import { createTestRedis, deleteKeys } from '../testkit/redis';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const CAMPAIGN = JSON.stringify({
  name: 'nobody waits for the dead',
  devices: { names: ['nano'] },
  workloads: ['alexnet'],
  factors: { gpuFrequency: ['460.8 MHz', '614.4 MHz'], cpuFrequency: ['1479 MHz'] },
  baseline: 'none',
  repetitions: 4,
  inferences: 3200,
});

describe('a controller that was killed in mid-shard', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-killed-'));
  const identity = generateKeyPair('test');
  // Database 1: compiled controllers share a key prefix, and another test has one at the same time.
  const redisUrl = `${createTestRedis().url}/1`;
  let databaseUrl: string;
  let controller: ControllerProcess;
  let twin: Twin;

  beforeAll(async () => {
    const dir = join(folder, 'twin');
    mkdirSync(dir);
    const authorizedKeys = [identity.publicKey];
    twin = await startTwin({ dir, name: 'nano', deviceClass: 'jetson-nano', authorizedKeys, timeScale: 120, seed: 7 });
    databaseUrl = (await createTestDatabase()).url;
    const home = join(folder, 'home');
    controller = new ControllerProcess(home, {
      PATH: process.env.PATH,
      JOULEFLEET_HOME: home,
      JOULEFLEET_PORT: '0',
      JOULEFLEET_LOG_LEVEL: 'silent',
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
    });
  });
  afterAll(async () => {
    await controller.stop();
    await twin.stop();
    await deleteKeys({ url: redisUrl, prefix: '{joulefleet}' });
    rmSync(folder, { recursive: true, force: true });
  });

  it('is followed by the next one at once, and each trial counts once', async () => {
    await controller.start();
    const { privateKey } = identity;
    const kept = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', { privateKey });
    const { name, host, port, user, fingerprint } = twin;
    await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity: kept.fingerprint });
    const launched = await controller.call<LaunchResult>('POST', '/v1/campaigns', { source: CAMPAIGN });
    await until(async () => (await records()) >= 2, { timeoutMs: 60_000 });

    await controller.kill();
    await controller.start();
    const servingMs = performance.now();
    await until(async () => (await attempts()) > 1, { timeoutMs: 60_000 });
    // A lease of which nothing is heard runs out after 60 s.
    expect(performance.now() - servingMs).toBeLessThan(20_000);
    const campaign = () => controller.call<CampaignView>('GET', `/v1/campaigns/${launched.campaign!.id}`);
    await until(async () => (await campaign()).state !== 'running', { timeoutMs: 100_000 });
    expect(await campaign()).toMatchObject({ state: 'completed', trials: { total: 8, accepted: 8 } });
  }, 120_000);

  const number = async (sql: string): Promise<number> =>
    Number(Object.values((await queryOnce(databaseUrl, sql))[0]!)[0]);
  const records = () => number('SELECT count(*) FROM spool_record');
  const attempts = () => number('SELECT max(attempt) FROM shard');
});
