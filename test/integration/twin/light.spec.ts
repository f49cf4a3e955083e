import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DeviceView, Facts } from '@joulefleet/contracts';
import { DEVICE_CLASSES, type DeviceClass } from '@joulefleet/core';
import { openAgent, packAgent, type OpenAgent } from '@joulefleet/remote';
import { generateKeyPair, LightTwin, startTwin } from '../../../apps/twin/src';
import { idlePower } from '../../../apps/twin/src/physics';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

const keyPair = generateKeyPair('test');
const agent = packAgent(resolve('agent'));

function connect(twin: { host: string; port: number; user: string; fingerprint: string }): Promise<OpenAgent> {
  const { host, port, user, fingerprint } = twin;
  const privateKey = Buffer.from(keyPair.privateKey);
  return openAgent({ host, port, user, fingerprint, privateKey, hostKeyType: 'ssh-ed25519' }, agent);
}

const options = (deviceClass: DeviceClass) => {
  return { name: 'one', deviceClass, authorizedKeys: [keyPair.publicKey], timeScale: 1000, seed: 1 };
};

/** What is of this boot, of this machine or of this moment. */
const bare = ({ bootId: _boot, uptimeS: _up, diskFreeBytes: _disk, python: _python, workloads, ...rest }: Facts) => {
  return { ...rest, workloads: [...workloads].sort() };
};

it.each(DEVICE_CLASSES)(
  'has the facts and the pre-flight of the agent on a twin with files: %s',
  async (deviceClass) => {
    const dir = mkdtempSync(join(tmpdir(), 'jf-light-'));
    const [light, whole] = [new LightTwin(options(deviceClass)), await startTwin({ ...options(deviceClass), dir })];
    await light.start();
    const [here, there] = [await connect(light), await connect(whole)];
    try {
      expect(bare(await here.session.facts())).toEqual(bare(await there.session.facts()));
      const [own, agents] = [await here.session.preflight(), await there.session.preflight()];
      expect(own.clocks).toEqual(agents.clocks);
      expect(own.knobs).toEqual(agents.knobs);
      expect(own.facts.knobs).toEqual(agents.facts.knobs);
      expect(own.facts.cpuPolicies).toEqual(agents.facts.cpuPolicies);
      expect(own.rails.map(({ label }) => label)).toEqual(agents.rails.map(({ label }) => label));
      expect((await here.session.hello()).serial).toBe((await there.session.hello()).serial);
    } finally {
      here.close();
      there.close();
      await Promise.all([light.stop(), whole.stop()]);
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

describe('campaigns on light twins', () => {
  let lab: Lab;
  const truths: { startUs: number; energyMj: number }[] = [];
  const twins: LightTwin[] = [];
  const shards: string[] = [];

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    for (const deviceClass of DEVICE_CLASSES) twins.push(await startLight(deviceClass));
    await Promise.all(twins.map((twin) => lab.enroll(twin)));
  });
  afterAll(async () => {
    await lab.stop();
    await Promise.all(twins.map((twin) => twin.stop()));
  });

  async function startLight(deviceClass: DeviceClass): Promise<LightTwin> {
    const name = deviceClass.slice(7);
    const twin = new LightTwin({
      ...{ name, deviceClass, authorizedKeys: [lab.publicKey], timeScale: 1000, seed: 1 },
      onShard: (_, change) => shards.push(`${name} ${change}`),
      onRun: ({ startUs, energyMj }) => truths.push({ startUs, energyMj }),
    });
    await twin.start();
    return twin;
  }

  const acceptedTrials = (): Promise<{ energyMj: number; startUs: number }[]> =>
    queryOnce(
      lab.databaseUrl,
      `SELECT energy_mj AS "energyMj", (SELECT (e->>'tUs')::float8 FROM jsonb_array_elements(body->'events') e
         WHERE e->>'name' = 'inference_start') AS "startUs" FROM measurement WHERE verdict = 'accepted'`,
    );

  it('give the energies that the boards really spent', async () => {
    const source = { name: 'light', workloads: ['alexnet'], inferences: 3200, repetitions: 3 };
    const factors = { gpuFrequency: { from: '300 MHz', to: '930 MHz', levels: 3 }, batchSize: [4, 1024] };
    const { id } = await lab.launch(JSON.stringify({ ...source, factors }));
    const { campaign, simulated, failures } = await lab.completed(id, 60);
    expect(simulated).toBe(true);
    expect(campaign.trials).toMatchObject({ total: 72, accepted: 36, rejected: 0 });
    expect(failures[0]!.reason).toContain('out_of_memory');
    const errorsPct = (await acceptedTrials()).map(({ energyMj, startUs }) => {
      const truth = truths.find((run) => Math.abs(run.startUs - startUs) < 1_000)!;
      return 100 * (energyMj / truth.energyMj - 1);
    });
    expect(errorsPct).toHaveLength(36);
    expect(Math.max(...errorsPct.map(Math.abs))).toBeLessThan(1);
  }, 90_000);

  it('send the rest of a shard that ended before all of it was acknowledged', async () => {
    twins[0]!.setTimeScale(1e5);
    try {
      const source = { name: 'fast', devices: { names: ['nano'] }, workloads: ['alexnet'], baseline: 'none' };
      const { id } = await lab.launch(JSON.stringify({ ...source, repetitions: 120, shardTrials: 120 }));
      const { campaign } = await lab.completed(id, 60);
      expect(campaign.trials).toMatchObject({ total: 120, accepted: 120 });
    } finally {
      twins[0]!.setTimeScale(1000);
    }
  }, 90_000);

  it('measure the idle power of each trial, after a cool-down', async () => {
    const source = { name: 'idle', devices: { names: ['nano'] }, workloads: ['alexnet'], cooldown: '5 s' };
    const factors = { cpuFrequency: '1479 MHz', gpuFrequency: '921.6 MHz' };
    const { id } = await lab.launch(JSON.stringify({ ...source, baseline: 'none', factors }));
    await lab.completed(id, 60);
    const rows = await queryOnce<{ idleMw: number }>(
      lab.databaseUrl,
      `SELECT idle_power_mw AS "idleMw" FROM measurement m JOIN trial t ON t.id = m.trial_id WHERE t.campaign_id = '${id}'`,
    );
    const { totalMw } = idlePower('jetson-nano', { cpuKhz: 1_479_000, gpuHz: 921_600_000 });
    for (const { idleMw } of rows) expect(Math.abs(idleMw / totalMw - 1)).toBeLessThan(0.03);
    expect(rows).toHaveLength(3);
  }, 90_000);

  it('set power modes', async () => {
    const source = {
      name: 'modes',
      devices: { names: ['nano'] },
      workloads: ['alexnet'],
      baseline: 'none',
      inferences: 3200,
    };
    const { id } = await lab.launch(JSON.stringify({ ...source, factors: { powerMode: ['default', '5W'] } }));
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 6, accepted: 6 });
  }, 90_000);

  it('go on while connections are cut, and are cancelled in the middle of a trial', async () => {
    shards.length = 0;
    const count = (change: string): number => shards.filter((line) => line.endsWith(change)).length;
    const before = (await acceptedTrials()).length;
    const source = { name: 'cut', workloads: ['alexnet'], inferences: 20_000, repetitions: 40 };
    const { id } = await lab.launch(JSON.stringify(source));
    await until(() => twins.every(({ name }) => shards.includes(`${name} started`)));
    for (const twin of twins) twin.cutConnections();
    await until(async () => (await acceptedTrials()).length > before);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    await until(async () => {
      const { body } = await lab.call('GET', '/v1/devices');
      return (body as { devices: DeviceView[] }).devices.every(({ availability }) => availability === 'ready');
    });
    expect(count('ended')).toBe(count('started'));
  }, 60_000);
});
