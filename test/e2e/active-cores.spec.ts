import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { queryOnce } from '../testkit/service-client';
import { until } from '../testkit/until';

const SWEEP = [
  'name: cores',
  'devices: { names: [nano] }',
  'workloads: [alexnet]',
  'baseline: none',
  'factors: { gpuFrequency: [614.4 MHz], cpuFrequency: [1479 MHz], activeCores: [2, 4] }',
  'repetitions: 1',
  'inferences: 1600',
  '',
].join('\n');

describe('a campaign over the number of active cores', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('measures each level, and leaves every core as it was', async () => {
    const online = [1, 2, 3].map((core) => join(lab.twins[0]!.root, `sys/devices/system/cpu/cpu${core}/online`));
    const read = () => online.map((file) => readFileSync(file, 'utf8').trim());
    const before = read();
    const { id } = await lab.launch(SWEEP);
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: 2, failed: 0, skipped: 0 });
    const cells = await queryOnce<{ cores: number; trials: number }>(
      lab.databaseUrl,
      `SELECT (c.levels->>'activeCores')::int AS cores, count(*)::int AS trials FROM cell c JOIN trial t ON t.cell_id = c.id
       WHERE t.state = 'accepted' GROUP BY 1 ORDER BY 1`,
    );
    expect(cells).toEqual([
      { cores: 2, trials: 1 },
      { cores: 4, trials: 1 },
    ]);
    const deviceNow = async () => (await lab.call('GET', '/v1/devices/nano')).body as DeviceView;
    // The campaign may be complete before its last shard has ended.
    await until(async () => (await deviceNow()).availability !== 'leased');
    const device = await deviceNow();
    expect(device).toMatchObject({ availability: 'ready', health: 'good' });
    expect(read()).toEqual(before);
    expect(before).toEqual(['1', '1', '1']);
  }, 90_000);
});
