import type { DeviceView } from '@joulefleet/contracts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { queryOnce } from '../testkit/service-client';
import { startLab, type Lab } from '../testkit/lab';
import { until } from '../testkit/until';

const SWEEP = `
name: rails of others
workloads: [alexnet]
factors:
  perClass:
    jetson-nano: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz }
    jetson-orin-nx: { gpuFrequency: 714 MHz, cpuFrequency: 1190.4 MHz }
baseline: none
repetitions: 3
inferences: 640
`;

describe('boards whose carrier measures other supplies too', () => {
  let lab: Lab;

  beforeAll(async () => {
    const twins = ['jetson-nano', 'jetson-orin-nx'] as const;
    lab = await startLab({ twins: [...twins], timeScale: 500, seed: 61, extras: { foreignChip: true } });
    for (const twin of lab.twins) await lab.enroll(twin);
  }, 60_000);
  afterAll(() => lab.stop());

  it('are shown with those, ready, and measured by the rail of their own', async () => {
    for (const [name, total, chip, channel] of [
      ['nano', 'POM_5V_IN', '/sys/bus/i2c/drivers/ina3221x/1-0041/iio:device1', 'in_power2'],
      ['orin-nx', 'VDD_IN', '/sys/bus/i2c/devices/1-0041/hwmon/hwmon0', 'in3'],
    ] as const) {
      await until(
        async () => ((await lab.call('GET', `/v1/devices/${name}`)).body as DeviceView).availability === 'ready',
      );
      const { facts, health } = (await lab.call('GET', `/v1/devices/${name}`)).body as DeviceView;
      expect(health).toBe('good');
      expect(facts!.rails.filter((rail) => rail.total).map(({ label }) => label)).toEqual([total]);
      expect(facts!.otherRails.map(({ label }) => label)).toEqual(['CVB_ATX_12V', 'VDD_SOC']);
      expect(facts!.otherRails[0]!.chip).toBe(chip);
      expect(facts!.unlabelledChannels).toEqual([{ channel, chip }]);
    }
    const { id } = await lab.launch(SWEEP);
    const report = await lab.completed(id, 60);
    expect(report.campaign.trials).toMatchObject({ total: 6, accepted: 6 });
    expect(report.warnings.filter((text) => text.includes('shunt'))).toEqual([]);
    const sensors = await queryOnce<{ shunt: number; mw: number }>(
      lab.databaseUrl,
      `SELECT (body->'sensor'->>'shuntMicroOhm')::int AS shunt, mean_power_mw AS mw FROM measurement`,
    );
    for (const { shunt, mw } of sensors) {
      expect(shunt).toBe(5_000);
      expect(mw).toBeLessThan(20_000);
    }
    const foreign = join(lab.twins[1]!.root, 'sys/bus/i2c/devices/1-0041/hwmon/hwmon0/samples');
    expect(readFileSync(foreign, 'utf8')).toBe('1\n');
  }, 120_000);

  it('lose a trial in which they throttled themselves for their supply, and no more', async () => {
    const { id } = await lab.launch(SWEEP.replace('repetitions: 3', 'repetitions: 2'));
    const counting = setInterval(() => lab.twins[1]!.countOvercurrent(), 100);
    const rejected = `SELECT 1 FROM measurement m JOIN trial t ON t.id = m.trial_id
      WHERE t.campaign_id = '${id}' AND m.findings @> '[{"check": "not_overcurrent"}]'`;
    await until(async () => (await queryOnce(lab.databaseUrl, rejected)).length > 0);
    clearInterval(counting);
    const report = await lab.completed(id, 60);
    expect(report.campaign.trials.accepted).toBe(report.campaign.trials.total);
  }, 120_000);
});
