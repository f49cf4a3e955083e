import { listAvailability, openDatabase } from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedDevice } from '../../testkit/seed-campaign';

const DAY_MS = 24 * 3600 * 1000;

it('the states of a device begin with the one at the start of the period, and end with the present one', async () => {
  const database = openDatabase((await createTestDatabase()).url);
  const { pool } = database;
  const { id } = await seedDevice(database, 'a');
  const { id: other } = await seedDevice(database, 'b');
  const event = (device: string, kind: string, days: number, availability: string) =>
    pool.query(
      `INSERT INTO event (kind, device_id, at, body) VALUES ($1, $2, now() - $3::float8 * interval '1 day', $4)`,
      [kind, device, days, { availability }],
    );
  await pool.query(`DELETE FROM event`);
  await pool.query(`UPDATE device SET since = now() - interval '1 day' WHERE id = $1`, [id]);
  await event(id, 'device', 20, 'offline');
  await event(id, 'device', 9, 'ready');
  await event(other, 'device', 4, 'retired');
  await event(id, 'shard', 4, 'retired');
  await event(id, 'device', 3, 'leased');
  await event(id, 'device', 1, 'ready');
  const states = async (days: number) => {
    const { nowMs, changes } = await listAvailability(pool, id, days);
    return changes.map(({ atMs, availability }) => [availability, Math.round((nowMs - atMs) / DAY_MS)]);
  };
  const present = [
    ['leased', 3],
    ['ready', 1],
    ['ready', 1],
  ];
  expect(await states(7)).toEqual([['ready', 9], ...present]);
  expect(await states(30)).toEqual([['offline', 20], ['ready', 9], ...present]);
  expect(await listAvailability(pool, other, 1)).toMatchObject({ changes: [{ availability: 'retired' }, {}] });
  await database.close();
});
