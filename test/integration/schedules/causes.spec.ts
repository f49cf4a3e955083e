import type { Facts, NightChange, NightChanges } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { insertFactsSnapshot, openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const NIGHTS = 40;
const CHANGED_IN = 30;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-01T21:00:00Z');
const DEVICES = ['calibrated', 'sensing', 'switched', 'updated', 'warm', 'worn', 'steady'];
const GPU_MHZ = [307.2, 460.8, 614.4, 768, 921.6];
const FACTS: Facts = {
  ...{ model: 'NVIDIA Jetson Nano Developer Kit', compatible: [], serial: '1', machine: null, accelerator: null },
  ...{ l4t: { release: 32, revision: '7.4' }, jetpack: '4.6.4', kernel: '4.9.337-tegra', python: '3.6.9' },
  ...{ cores: 4, coresPresent: 4, memoryBytes: 4e9, diskFreeBytes: 1e9, cpuPolicies: [], gpu: null, fan: null },
  ...{ rails: [{ label: 'POM_5V_IN', total: true, layout: 'iio' }], otherRails: [], unlabelledChannels: [] },
  ...{ powerMode: { id: 0, name: 'MAXN', meaning: null }, powerModes: [], thermalZones: [], knobs: {} },
  ...{ canSetClocks: true, workloads: [], simulated: true, timeScale: null, bootId: null, uptimeS: null, missing: [] },
};

/** What is 4 % more from one night on: power or duration of the cells of a device or of a workload. */
interface Injected {
  device: string | null;
  gpuMhz?: number;
  workload?: string;
  power?: number;
  duration?: number;
}

const INJECTED: readonly Injected[] = [
  { device: 'calibrated', power: 1.04 },
  { device: 'sensing', power: 1.04 },
  { device: 'switched', duration: 1.04 },
  { device: 'updated', duration: 1.04 },
  { device: 'warm', duration: 1.04 },
  { device: 'worn', duration: 1.04 },
  { device: null, workload: 'resnet18', duration: 1.04 },
  { device: 'steady', gpuMhz: 614.4, power: 0.96 },
];

describe('causes of changes over the nights of a schedule', () => {
  let lab: Lab;
  let database: Database;
  const random = derivedRandom(7, 'nights');
  const noise = (sd: number): number => Math.exp(sd * normalDeviate(random));

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    const devices: Awaited<ReturnType<typeof seedDevice>>[] = [];
    for (const name of DEVICES) devices.push(await seedDevice(database, name));
    const keep = (name: string, facts: object): Promise<void> =>
      insertFactsSnapshot(database.pool, devices[DEVICES.indexOf(name)]!.id, { facts, drift: [] });
    for (const name of DEVICES) await keep(name, FACTS);
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    await database.pool.query(
      `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
       SELECT '00000000-0000-7000-8000-000000000001', 'nightly', id, 'name: x', '0 22 * * *', 'Europe/Berlin', 'skip', 0, now() FROM account LIMIT 1`,
    );
    for (let night = 0; night < NIGHTS; night++) {
      if (night === CHANGED_IN) {
        await keep('switched', { ...FACTS, powerMode: { id: 1, name: '5W', meaning: null } });
        await keep('updated', { ...FACTS, jetpack: '4.6.5', kernel: '4.9.340-tegra' });
      }
      const gains = devices.map(({ id }) => ({ id, gain: noise(0.005) }));
      await addNight(await seedResults(database, gains, cells()), night);
    }
  }, 180_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const cells = (): SeededCell[] => [
    ...GPU_MHZ.map((gpuMhz) => cell('alexnet', gpuMhz)),
    ...[cell('resnet18', 768), cell('resnet18', 921.6)],
  ];
  const cell = (workload: string, gpuMhz: number): SeededCell => ({
    ...{ workload, levels: { gpuHz: gpuMhz * 1e6, cpuKhz: 1_479_000 } },
    ...{ powerMw: 5_000 * noise(0.003), durationMs: 40_000 * noise(0.003) },
  });

  const addNight = async (campaign: string, night: number): Promise<void> => {
    const changed = night >= CHANGED_IN;
    await describeDevices(campaign, changed);
    for (const each of changed ? INJECTED : []) await inject(campaign, each);
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
       SELECT id, $2, $2, 1, $1, $3, now(), 'done' FROM schedule`,
      [campaign, new Date(FIRST_MS + night * DAY_MS), changed ? 'v2' : 'v1'],
    );
  };

  /** The calibration of one is another since the change, and another is warmer. */
  const describeDevices = async (campaign: string, changed: boolean): Promise<void> => {
    await database.pool.query(
      `UPDATE measurement m SET body = m.body || jsonb_build_object('temperatureC', jsonb_build_object('start', 45,
         'end', CASE WHEN $2 AND d.name = 'warm' THEN 56 ELSE 51 END))
       FROM trial t JOIN device d ON d.id = t.device_id WHERE m.trial_id = t.id AND t.campaign_id = $1`,
      [campaign, changed],
    );
    await database.pool.query(
      `UPDATE cell_statistics k SET sensors = jsonb_build_array(jsonb_build_object('setup', 'iio', 'supplyMv', 5000 + random(),
         'shuntMicroOhm', 5000, 'calibrationId', CASE WHEN $2 AND d.name = 'calibrated' THEN 'b' ELSE 'a' END, 'trials', k.trials))
       FROM cell c, device d WHERE k.cell_id = c.id AND d.id = k.device_id AND c.campaign_id = $1`,
      [campaign, changed],
    );
  };

  const inject = (campaign: string, { device, workload, gpuMhz, power = 1, duration = 1 }: Injected) =>
    database.pool.query(
      `UPDATE measurement m SET mean_power_mw = m.mean_power_mw * $5, duration_ms = m.duration_ms * $6,
         energy_mj = m.energy_mj * $5 * $6
       FROM trial t JOIN device d ON d.id = t.device_id JOIN cell c ON c.id = t.cell_id
       WHERE m.trial_id = t.id AND t.campaign_id = $1 AND d.name = coalesce($2, d.name)
         AND c.workload = coalesce($3, c.workload) AND ($4::float8 IS NULL OR (c.levels->>'gpuHz')::float8 = $4)`,
      [campaign, device, workload ?? null, gpuMhz === undefined ? null : gpuMhz * 1e6, power, duration],
    );

  it('are distinguished', async () => {
    const { changes } = (await lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;
    const confirmed = changes.filter(({ state }) => state === 'confirmed');
    const causeOf = ({ kind, device, about, cause }: NightChange): string =>
      `${kind === 'group' ? about : device}: ${cause}`;
    expect([...new Set(confirmed.map(causeOf))].sort()).toEqual([
      'calibrated: sensor',
      'resnet18: workload',
      'sensing: sensor',
      'steady: unknown',
      'switched: power_mode',
      'updated: jetpack',
      'warm: temperature',
      'worn: device',
    ]);
    const because = (name: string) => confirmed.find(({ device }) => device === name)!.because;
    expect(because('calibrated')).toBe('the sensor or its calibration was changed');
    expect(because('sensing')).toMatch(/^the whole device draws more or less power/);
    const wentAway = changes.filter(({ state }) => state === 'went_away');
    expect(wentAway.every(({ cause, because: why }) => cause === null && why === null)).toBe(true);
  });
});
