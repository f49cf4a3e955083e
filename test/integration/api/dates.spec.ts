import { readFileSync } from 'node:fs';
import type { DeviceList } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';

describe('dates that a request names', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [], controller: { workerName: null, watch: false } });
    database = openDatabase(lab.databaseUrl, { maxConnections: 2 });
    await seedDevice(database, 'shelf');
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  it.each([
    ['2027-01-01T00:00:00.5Z', '2027-01-01T00:00:00Z'],
    ['2027-01-01T00:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['1999-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
    ['2027-01-01T00:00:00Z', '2200-01-01T00:00:00Z'],
    ['2027-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  ])('are refused for a window from %s to %s', async (startsAt, endsAt) => {
    const window = { startsAt, endsAt, reason: 'fan' };
    expect(await lab.call('POST', '/v1/devices/shelf/maintenance', window)).toMatchObject({ status: 422 });
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'are refused for a key that expires at %s',
    async (expiresAt) => {
      expect(await lab.call('POST', '/v1/keys', { name: 'odd', expiresAt })).toMatchObject({ status: 422 });
    },
  );

  it('are taken when fractions of a second are between them', async () => {
    const window = { startsAt: '2027-01-01T00:00:00Z', endsAt: '2027-01-01T00:00:00.5Z', reason: 'short' };
    expect(await lab.call('POST', '/v1/devices/shelf/maintenance', window)).toMatchObject({ status: 200 });
  });

  it('that an older version stored break no list after the migration, and cannot be stored any more', async () => {
    const insert = `INSERT INTO maintenance_window (id, device_id, starts_at, ends_at, reason, created_by)
      SELECT gen_random_uuid(), id, '0001-01-01 00:00:00+00 BC', 'infinity', 'odd', 'ada' FROM device`;
    await expect(database.pool.query(insert)).rejects.toThrow('maintenance_window_sane_dates');
    await database.pool.query(`ALTER TABLE maintenance_window DROP CONSTRAINT maintenance_window_sane_dates;
      ALTER TABLE api_key DROP CONSTRAINT api_key_sane_dates; ${insert}`);
    await database.pool.query(readFileSync('prisma/migrations/20261126120000_sane_dates/migration.sql', 'utf8'));
    const { status, body } = await lab.call('GET', '/v1/devices');
    expect(status).toBe(200);
    expect((body as DeviceList).devices[0]!.maintenance).toContainEqual(
      expect.objectContaining({ startsAt: '2000-01-01T00:00:00.000Z', endsAt: '2199-12-31T00:00:00.000Z' }),
    );
  });
});
