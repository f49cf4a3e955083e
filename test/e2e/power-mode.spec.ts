import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView, LaunchResult } from '@joulefleet/contracts';
import { killExecutors } from '../testkit/kill-executors';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const file = (factors: object, more: object) =>
  JSON.stringify({ name: 'modes', workloads: ['alexnet'], baseline: 'none', repetitions: 1, factors, ...more });
const CPUS = 'sys/devices/system/cpu';
const KNOBS = [
  'var/lib/nvpmodel/status',
  ...[1, 2, 3].map((core) => `${CPUS}/cpu${core}/online`),
  ...['governor', 'min_freq', 'max_freq'].map((name) => `${CPUS}/cpufreq/policy0/scaling_${name}`),
  ...['governor', 'min_freq', 'max_freq'].map((name) => `sys/class/devfreq/57000000.gpu/${name}`),
];

const ROWS = `SELECT c.levels->>'powerMode' AS mode, c.levels->>'cpuKhz' AS clock, a.body->'before'->'knobs'->>'powerMode' AS before,
    a.body->'after'->'knobs'->>'powerMode' AS after, (a.body->'before'->'knobs'->>'activeCores')::int AS cores,
    (a.body->'before'->'cpu'->0->>'maxKhz')::int AS "maxKhz", (a.body->'before'->'gpu'->>'maxHz')::float AS "maxHz"
  FROM cell c JOIN trial t ON t.cell_id = c.id JOIN measurement a ON a.trial_id = t.id
  WHERE a.verdict = 'accepted' AND t.campaign_id = 'ID' ORDER BY 1, 2`;

describe('a campaign over power modes', () => {
  let lab: Lab;
  let before: string[];
  const read = (path: string): string => readFileSync(join(lab.twins[0]!.root, path), 'utf8').trim();
  const device = async () => (await lab.call('GET', '/v1/devices/nano')).body as DeviceView;
  const planOf = async (source: string) =>
    ((await lab.call('POST', '/v1/campaigns', { source, dryRun: true })).body as LaunchResult).plan.devices;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-orin-nx'] });
    for (const twin of lab.twins) await lab.enroll(twin);
    before = KNOBS.map(read);
  });
  afterAll(() => lab.stop());

  async function assertAsBefore(): Promise<void> {
    // The campaign may be complete before its last shard has ended.
    await until(async () => (await device()).availability === 'ready', { timeoutMs: 60_000 });
    expect(KNOBS.map(read)).toEqual(before);
    expect(before.slice(0, 4)).toEqual(['pmode:0000 fmode:quiet', '1', '1', '1']);
  }

  it('measures each mode within its own limits, stores what was read back, and leaves the board in its own', async () => {
    const factors = { powerMode: ['default', '5W'], cpuFrequency: ['stock', '921.6 MHz', '1479 MHz'] };
    const source = file(factors, { devices: { names: ['nano'] }, inferences: 160 });
    const [planned] = await planOf(source);
    expect(planned!.notes).toEqual(['in power mode 5W 1 of 3 levels of cpuFrequency left out: above 918 MHz']);
    const { id } = await lab.launch(source);
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ total: 5, accepted: 5 });
    const inMode = { mode: '5W', before: '5W', after: '5W', cores: 2, maxKhz: 921_600, maxHz: 614_400_000 };
    const inOwn = { mode: null, before: 'MAXN', after: 'MAXN', cores: 4, maxHz: 921_600_000 };
    expect(await queryOnce<object>(lab.databaseUrl, ROWS.replace('ID', id))).toEqual([
      { ...inMode, clock: '921600' },
      { ...inMode, clock: 'stock' },
      { ...inOwn, clock: '1479000', maxKhz: 1_479_000 },
      { ...inOwn, clock: '921600', maxKhz: 921_600 },
      { ...inOwn, clock: 'stock', maxKhz: 1_479_000 },
    ]);
    await assertAsBefore();
  }, 90_000);

  it('leaves out a mode that needs a reboot, and says so', async () => {
    const source = file({ powerMode: ['10W', '25W'] }, { devices: { classes: ['jetson-orin-nx'] } });
    const [orin] = await planOf(source);
    expect(orin).toMatchObject({ cells: 1 });
    expect(orin!.notes).toContain('powerMode 10W left out: it needs a reboot (TPC_POWER_GATING TPC_PG_MASK 252)');
  });

  it('comes back to its own mode after its agent was killed in another one', async () => {
    const source = file({ powerMode: '5W' }, { devices: { names: ['nano'] }, repetitions: 2, inferences: 20_000 });
    const { id } = await lab.launch(source);
    await until(() => read(KNOBS[0]!).startsWith('pmode:0001'), { timeoutMs: 30_000 });
    killExecutors(lab.twins[0]!);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    await assertAsBefore();
  }, 90_000);
});
