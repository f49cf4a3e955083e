import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const SWEEP = [
  'name: memory',
  'devices: { names: [nano] }',
  'workloads: [alexnet]',
  'baseline: none',
  'factors: { gpuFrequency: [614.4 MHz], cpuFrequency: [1479 MHz], memoryFrequency: [dvfs, 408 MHz] }',
  'repetitions: 1',
  'inferences: 1600',
  '',
].join('\n');
const LEVEL_HZ = 408e6;

const ROWS = `SELECT c.levels->>'emcHz' AS hz, a.mean_power_mw AS power,
    (a.body->'before'->'knobs'->>'emcHz')::float AS before, (a.body->'after'->'knobs'->>'emcHz')::float AS after
  FROM cell c JOIN trial t ON t.cell_id = c.id JOIN measurement a ON a.trial_id = t.id
  WHERE a.verdict = 'accepted' ORDER BY 1`;

interface Row {
  hz: string;
  power: number;
  before: number;
  after: number;
}

describe('a campaign over the memory clock', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('measures each level, stores what was read back, and leaves the clock free', async () => {
    const emc = join(lab.twins[0]!.root, 'sys/kernel/debug/clk/override.emc');
    const read = () => ['clk_state', 'clk_update_rate'].map((name) => readFileSync(join(emc, name), 'utf8').trim());
    const before = read();
    const { id } = await lab.launch(SWEEP);
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: 2, failed: 0, skipped: 0 });
    const rows = await queryOnce<Row>(lab.databaseUrl, ROWS);
    expect(rows.map(({ hz }) => hz)).toEqual([String(LEVEL_HZ), 'dvfs']);
    expect(rows[0]).toMatchObject({ before: LEVEL_HZ, after: LEVEL_HZ });
    expect(rows[0]!.power).toBeLessThan(rows[1]!.power);
    const deviceNow = async () => (await lab.call('GET', '/v1/devices/nano')).body as DeviceView;
    // The campaign may be complete before its last shard has ended.
    await until(async () => (await deviceNow()).availability !== 'leased');
    const device = await deviceNow();
    expect(device).toMatchObject({ availability: 'ready', health: 'good' });
    expect(read()).toEqual(before);
    expect(before).toEqual(['0', '1600000000']);
  }, 90_000);
});
