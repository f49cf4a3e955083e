import { reportView } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults } from '../../testkit/seed-results';

describe('devices beside their siblings', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  it('a report has the true gain of a device, apart from its cells', async () => {
    const names = ['nano-1', 'nano-2', 'nano-3'];
    const devices = [];
    for (const name of names)
      devices.push({ ...(await seedDevice(database, name)), gain: name === 'nano-2' ? 1.041 : 1 });
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    const cells = [300, 450, 600, 750, 900].map((mhz) => ({
      ...{ levels: { gpuHz: mhz * 1e6, cpuKhz: 1_000_000 }, powerMw: 3000 + 8 * mhz, durationMs: 20_000_000 / mhz },
    }));
    const id = await seedResults(database, devices, cells);
    await database.pool.query('UPDATE measurement SET quality = NULL');
    const { body } = await lab.call('GET', `/v1/campaigns/${id}/report`);
    const { deviceEffects } = reportView.parse(body);
    expect(deviceEffects).toMatchObject({
      classes: [{ deviceClass: 'jetson-nano', cells: 5, lowGrades: 15 }],
      none: [],
    });
    const [, second] = deviceEffects.classes[0]!.devices;
    expect(second).toMatchObject({ device: 'nano-2', siblings: 2, significant: true });
    expect(second!.effectPct.estimate).toBeCloseTo(4.1, 6);
  });
});
