import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packAgent } from '@joulefleet/remote';
import { RecordedTwin } from '../../../apps/twin/src';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

const run = promisify(execFile);
const LIMIT_MS = 60_000;

/** The twin of the lab is the machine that nobody reaches: `record_machine.py` is executed on it, as a person would there. */
describe('a machine that no controller reaches', () => {
  let lab: Lab;
  let recording: string;
  let recorded: RecordedTwin | undefined;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    recording = join(lab.folder, 'recording');
    mkdirSync(recording);
    writeFileSync(join(lab.folder, 'agent.pyz'), packAgent(resolve('agent')).content);
    await record([]);
    recorded = new RecordedTwin({
      ...{ name: 'far', dir: recording, authorizedKeys: [lab.publicKey], missing: 'wait' },
    });
    await recorded.start();
    await lab.enroll(recorded);
  });
  afterAll(async () => {
    await lab.stop();
    await recorded?.stop();
  });

  async function record(shards: string[]): Promise<void> {
    const { root, home } = lab.twins[0]!;
    const tool = ['scripts/record_machine.py', '--agent', join(lab.folder, 'agent.pyz'), '--out', recording];
    const env = { ...process.env, HOME: home, JOULEFLEET_ROOT: root };
    await run('python3', [...tool, ...shards], { env, timeout: LIMIT_MS });
  }

  const wanted = (): string[] => {
    const folder = join(recording, 'wanted');
    const names = existsSync(folder) ? readdirSync(folder) : [];
    return names
      .filter((name) => !existsSync(join(recording, 'shards', `${name}.gz`)))
      .map((name) => join(folder, name));
  };

  it('has its shards taken there, and what it measured ingested as from any other', async () => {
    const source = {
      name: 'far',
      workloads: ['alexnet'],
      inferences: 64,
      repetitions: 2,
      baseline: 'none',
      shardTrials: 2,
    };
    const { id } = await lab.launch(
      JSON.stringify({ ...source, factors: { gpuFrequency: ['307.2 MHz', '921.6 MHz'] } }),
    );
    for (let shard = 0; shard < 2; shard++) {
      await until(() => wanted().length === 1, { timeoutMs: LIMIT_MS });
      await record(wanted());
    }
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 4, accepted: 4 });
    const stored = await queryOnce<{ energyMj: number }>(
      lab.databaseUrl,
      `SELECT energy_mj AS "energyMj" FROM measurement WHERE verdict = 'accepted'`,
    );
    expect(new Set(stored.map(({ energyMj }) => energyMj)).size).toBe(4);
    expect(readdirSync(join(recording, 'shards'))).toHaveLength(2);
  }, 120_000);

  it('is cancelled like any other while it is waited for', async () => {
    const source = { name: 'again', workloads: ['alexnet'], inferences: 64, repetitions: 1, baseline: 'none' };
    const { id } = await lab.launch(JSON.stringify(source));
    await until(() => wanted().length === 1, { timeoutMs: LIMIT_MS });
    await lab.call('POST', `/v1/campaigns/${id}/cancel`, {});
    await until(async () => {
      const { body } = await lab.call('GET', `/v1/campaigns/${id}`);
      return (body as { state: string }).state === 'cancelled';
    });
  }, 60_000);
});
