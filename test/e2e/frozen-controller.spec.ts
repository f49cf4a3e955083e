import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CampaignView, DeviceEventList, DeviceView, LaunchResult } from '@joulefleet/contracts';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { boardProcesses } from '../../apps/twin/src/process/board-processes';
import { ControllerProcess } from '../../bench/hygiene/controller-process';
import { createTestDatabase } from '../testkit/database';
import { createTestRedis, deleteKeys } from '../testkit/redis';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const CAMPAIGN = JSON.stringify({
  name: 'nobody is blamed for a nap',
  devices: { names: ['nano'] },
  workloads: ['alexnet'],
  factors: { gpuFrequency: ['460.8 MHz', '614.4 MHz'], cpuFrequency: ['1479 MHz'] },
  baseline: 'none',
  repetitions: 6,
  inferences: 3200,
});

/** Instead of 30 s. A ping goes out every 5 s: while a device is silent for 6 s, one waits for its answer. */
const AGENT_TIMEOUT_MS = 8_000;
const SILENCE_MS = 6_000;
/** After a machine has slept, what was sent to it comes a moment later than its timers. */
const NETWORK_LATER_MS = 400;

/** Holds up all sessions of the agent on a board, but not its executor: that one was forked away from them. */
function freezeSessions(root: string): () => void {
  const parentOf = (pid: number): number =>
    Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  const sessions = boardProcesses(root).filter((pid) => parentOf(pid) === process.pid);
  if (sessions.length === 0) throw new Error(`no session of the agent below ${root}`);
  for (const pid of sessions) process.kill(pid, 'SIGSTOP');
  return () => sessions.forEach((pid) => process.kill(pid, 'SIGCONT'));
}

describe('a controller that was frozen for longer than agents have to answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-frozen-'));
  const identity = generateKeyPair('test');
  // Database 2: compiled controllers share a key prefix, and other tests have one at the same time.
  const redisUrl = `${createTestRedis().url}/2`;
  let databaseUrl: string;
  let controller: ControllerProcess;
  let twin: Twin;

  beforeAll(async () => {
    const dir = join(folder, 'twin');
    mkdirSync(dir);
    const authorizedKeys = [identity.publicKey];
    twin = await startTwin({ dir, name: 'nano', deviceClass: 'jetson-nano', authorizedKeys, timeScale: 60, seed: 7 });
    databaseUrl = (await createTestDatabase()).url;
    const home = join(folder, 'home');
    controller = new ControllerProcess(home, {
      PATH: process.env.PATH,
      JOULEFLEET_HOME: home,
      JOULEFLEET_PORT: '0',
      JOULEFLEET_LOG_LEVEL: 'silent',
      JOULEFLEET_BENCH_AGENT_TIMEOUT_MS: String(AGENT_TIMEOUT_MS),
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

  const number = async (sql: string): Promise<number> =>
    Number(Object.values((await queryOnce(databaseUrl, sql))[0]!)[0]);
  const records = () => number('SELECT count(*) FROM spool_record');

  it('takes the answers that come late, and blames no device for its own pause', async () => {
    await controller.start();
    const { privateKey } = identity;
    const kept = await controller.call<{ fingerprint: string }>('POST', '/v1/identities/import', { privateKey });
    const { name, host, port, user, fingerprint } = twin;
    await controller.call('POST', '/v1/devices', { name, host, port, user, fingerprint, identity: kept.fingerprint });
    const launched = await controller.call<LaunchResult>('POST', '/v1/campaigns', { source: CAMPAIGN });
    await until(async () => (await records()) >= 2, { timeoutMs: 60_000 });

    const answerAgain = freezeSessions(twin.root);
    await sleep(SILENCE_MS);
    const goOn = controller.freeze();
    await sleep(AGENT_TIMEOUT_MS + 3_000);
    goOn();
    await sleep(NETWORK_LATER_MS);
    answerAgain();

    const campaign = () => controller.call<CampaignView>('GET', `/v1/campaigns/${launched.campaign!.id}`);
    await until(async () => (await campaign()).state !== 'running', { timeoutMs: 100_000 });
    expect(await campaign()).toMatchObject({ state: 'completed', trials: { total: 12, accepted: 12 } });
    expect(await number('SELECT count(*) FROM measurement')).toBe(12);
    expect(await number('SELECT max(attempt) FROM shard')).toBe(1);
    const { events } = await controller.call<DeviceEventList>('GET', '/v1/devices/nano/events?limit=100');
    const blamed = events.filter(
      ({ kind, message }) => kind === 'fault' || kind === 'step' || /quarantined/.test(message),
    );
    expect(blamed).toEqual([]);
    const device = await controller.call<DeviceView>('GET', '/v1/devices/nano');
    expect(device).toMatchObject({ health: 'good', reason: null });
  }, 120_000);
});
