import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DeviceView } from '@joulefleet/contracts';
import { RecordedTwin } from '../../../apps/twin/src';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

const RECORDING = resolve('test/fixtures/h200');
const LONG_US = 15_000_000;

/** What a real GPU measured, brought in by the normal path (test/fixtures/h200/README.md). */
describe('a machine with a data-centre GPU', () => {
  let lab: Lab;
  let recorded: RecordedTwin | undefined;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    recorded = new RecordedTwin({ name: 'h200', dir: RECORDING, authorizedKeys: [lab.publicKey], missing: 'fault' });
    await recorded.start();
  });
  afterAll(async () => {
    await lab.stop();
    await recorded?.stop();
  });

  it('is enrolled by what it says of itself', async () => {
    const device = await lab.enroll(recorded!);
    expect(device).toMatchObject({
      deviceClass: 'linux-nvidia',
      simulated: false,
      health: 'good',
    } satisfies Partial<DeviceView>);
  });

  it.each([10, 20, 100])(
    'has its trials judged, and its energies held against its own counter: %i ms',
    async (periodMs) => {
      const file = readFileSync(join(RECORDING, 'campaign.yaml'), 'utf8');
      const { id } = await lab.launch(file.replaceAll('PERIOD', String(periodMs)));
      const { campaign, simulated } = await lab.completed(id, 60);
      expect(simulated).toBe(false);
      expect(campaign.trials).toMatchObject({ total: 24, accepted: 24 });
      const rows = await queryOnce<{ refreshUs: number; windowUs: number; differencePct: number }>(
        lab.databaseUrl,
        `SELECT (m.body->'sensor'->>'refreshUs')::float AS "refreshUs",
                ((m.body->'sensor'->'counter'->>'endUs')::float - (m.body->'sensor'->'counter'->>'startUs')::float) AS "windowUs",
                abs(m.counter_difference_pct) AS "differencePct"
         FROM measurement m JOIN trial t ON t.id = m.trial_id WHERE t.campaign_id = '${id}'`,
      );
      expect(rows).toHaveLength(24);
      for (const { refreshUs } of rows) expect(Math.abs(refreshUs - 100_000)).toBeLessThan(1_000);
      const long = rows.filter(({ windowUs }) => windowUs >= LONG_US).map(({ differencePct }) => differencePct);
      expect(long.length).toBeGreaterThanOrEqual(13);
      expect(Math.max(...long)).toBeLessThan(0.5);
      expect(Math.max(...rows.map(({ differencePct }) => differencePct))).toBeLessThan(1.2);
    },
    90_000,
  );

  it('has no campaign together with twins, unless the file names both', async () => {
    await lab.enroll(lab.twins[0]!);
    const file = { name: 'mixed', workloads: ['alexnet'] };
    await expect(lab.launch(JSON.stringify(file))).rejects.toThrow(/nano is simulated and h200 is not/);
    const named = { ...file, devices: { names: ['h200', 'nano'] } };
    expect(await lab.launch(JSON.stringify(named))).toMatchObject({ simulated: true });
  });
});
