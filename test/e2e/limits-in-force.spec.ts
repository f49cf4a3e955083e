import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView, ReportView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const SWEEP = [
  'name: capped',
  'workloads: [alexnet]',
  'baseline: [stock, dvfs]',
  'factors: { gpuFrequency: [614.4 MHz] }',
  'repetitions: 2',
  'inferences: 160',
  'sampling: { mode: fixed, period: 50 ms }',
  'seed: 11',
  '',
].join('\n');
const CAP_KHZ = 921_600;
const TOP_KHZ = 1_479_000;

const ROWS = `SELECT DISTINCT c.levels->>'cpuKhz' AS level, (a.body->'before'->'cpu'->0->>'maxKhz')::int AS "maxKhz"
  FROM cell c JOIN trial t ON t.cell_id = c.id JOIN measurement a ON a.trial_id = t.id
  WHERE a.verdict = 'accepted' AND c.levels->>'gpuHz' = 'dvfs' ORDER BY 1`;

describe('a board with limits in force below its table', () => {
  let lab: Lab;
  const limit = (khz: number): void =>
    writeFileSync(join(lab.twins[0]!.root, 'sys/devices/system/cpu/cpufreq/policy0/scaling_max_freq'), `${khz}\n`);
  const device = async () => (await lab.call('GET', '/v1/devices/nano')).body as DeviceView;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    limit(CAP_KHZ);
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('is compared with what it does by itself, and the report says what that was', async () => {
    const { id } = await lab.launch(SWEEP);
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 6, accepted: 6 });
    expect(await queryOnce<object>(lab.databaseUrl, ROWS)).toEqual([
      { level: 'dvfs', maxKhz: TOP_KHZ },
      { level: 'stock', maxKhz: CAP_KHZ },
    ]);
    const report = (await lab.call('GET', `/v1/campaigns/${id}/report`)).body as ReportView;
    expect(report.rows).toHaveLength(1);
    expect(report.rows[0]).toMatchObject({ baseline: 'stock', dvfs: { levels: { cpuKhz: 'stock', gpuHz: 'dvfs' } } });
    expect(report.rows[0]!.cells).toHaveLength(3);
    expect(report.protocol).toMatchObject({
      baseline: ['stock', 'dvfs'],
      seed: 11,
      sampling: { mode: 'fixed', periodMs: 50 },
    });
    expect(report.conditions).toHaveLength(1);
    expect(report.conditions[0]).toMatchObject({
      device: 'nano',
      jetpack: expect.any(String) as string,
      powerMode: expect.any(String) as string,
      cpu: [{ maxHz: CAP_KHZ * 1000, tableMaxHz: TOP_KHZ * 1000 }],
    });
    expect((await device()).availability).toBe('ready');
  }, 90_000);

  it('measures nothing more where it is found otherwise than it was accepted', async () => {
    const { id } = await lab.launch(`${SWEEP}shardTrials: 1\n`);
    const count = async (): Promise<number> => {
      const [row] = await queryOnce<{ count: number }>(
        lab.databaseUrl,
        `SELECT count(*)::int FROM measurement m JOIN trial t ON t.id = m.trial_id WHERE t.campaign_id = '${id}'`,
      );
      return row!.count;
    };
    await until(async () => (await count()) > 0);
    // Paused, the device is as it was found; nothing checks it again before the next shard of the same campaign.
    await lab.call('POST', `/v1/campaigns/${id}/pause`);
    await until(async () => (await device()).availability === 'ready');
    limit(TOP_KHZ);
    const measured = await count();
    expect(measured).toBeLessThan(6);
    await lab.call('POST', `/v1/campaigns/${id}/resume`);
    await until(async () => JSON.stringify(await device()).includes('limits in force of CPU policy 0'), {
      timeoutMs: 60_000,
    });
    expect(await count()).toBe(measured);
    const history = JSON.stringify((await lab.call('GET', '/v1/devices/nano/events')).body);
    expect(history).toContain('accepted was');
  }, 90_000);
});
