import type { KeyList, AuditList, CreatedKey, DeviceView } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { queryOnce } from '../../testkit/service-client';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe.each(['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati'])(
  'a database that keeps time in %s',
  (zone) => {
    let lab: Lab;
    let database: Database;

    beforeAll(async () => {
      lab = await startLab({ twins: [], controller: { workerName: null, watch: false } });
      const name = new URL(lab.databaseUrl).pathname.slice(1);
      await queryOnce(lab.databaseUrl, `ALTER DATABASE ${name} SET timezone = '${zone}'`);
      await queryOnce(lab.databaseUrl, `ALTER DATABASE ${name} SET datestyle = 'SQL, DMY'`);
      await lab.restartController();
      database = openDatabase(lab.databaseUrl, { maxConnections: 2 });
      await seedDevice(database, 'shelf');
    });
    afterAll(async () => {
      await database.close();
      await lab.stop();
    });

    const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const expectNow = (moment: string | null): void =>
      expect(Math.abs(Date.parse(moment!) - Date.now())).toBeLessThan(MINUTE_MS);

    it('expires keys when they say, and shows the dates that were given', async () => {
      const expiresAt = fromNow(HOUR_MS);
      const { body } = await lab.call('POST', '/v1/users/admin/keys', { name: 'an hour', expiresAt });
      const { key, id } = body as CreatedKey;
      expect((await lab.callWith(key)('GET', '/v1/devices')).status).toBe(200);
      const { keys } = (await lab.call('GET', '/v1/users/admin/keys')).body as KeyList;
      const listed = keys.find((each) => each.id === id)!;
      expect(listed.expiresAt).toBe(expiresAt);
      expectNow(listed.createdAt);
      await queryOnce(
        lab.databaseUrl,
        `UPDATE api_key SET expires_at = now() - interval '1 second' WHERE id = '${id}'`,
      );
      expect((await lab.callWith(key)('GET', '/v1/devices')).status).toBe(401);
    });

    it('keeps maintenance windows, what devices and audit say, and sessions', async () => {
      const window = { startsAt: fromNow(-MINUTE_MS), endsAt: fromNow(HOUR_MS), reason: 'fan' };
      const planned = (await lab.call('POST', '/v1/devices/shelf/maintenance', window)).body as DeviceView;
      expect(planned).toMatchObject({ availability: 'maintenance' });
      const shown = (await lab.call('GET', '/v1/devices/shelf')).body as DeviceView;
      expect(shown.maintenance).toEqual([
        expect.objectContaining({ startsAt: window.startsAt, endsAt: window.endsAt }),
      ]);
      const { entries } = (await lab.call('GET', '/v1/audit?subject=device&subjectId=shelf')).body as AuditList;
      expectNow(entries[0]!.at);
      const { name, password } = lab.admin;
      const session = await lab.callWith(null)('POST', '/v1/session', { name, password });
      expect(session.status).toBe(200);
      const [row] = await queryOnce<{ seconds: number }>(
        lab.databaseUrl,
        `SELECT extract(epoch FROM expires_at - now())::float AS seconds FROM session`,
      );
      expect(row!.seconds / 3600).toBeCloseTo(12, 1);
    });
  },
);
