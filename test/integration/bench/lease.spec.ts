import { openDatabase, type Database } from '@joulefleet/store';
import { seedPrize } from '../../../bench/lease/lease-benchmark';
import { raceDispatchers, type Place, type Prize } from '../../../bench/lease/race-dispatchers';
import { writeLate } from '../../../bench/lease/write-late';
import { createTestDatabase } from '../../testkit/database';

/** A dispatcher that forgets to look whether the device is free. */
const placeAnyway: Place = async (database, placement) => {
  const { rows } = await database.pool.query<{ fence: number }>(
    'UPDATE lease SET fence = fence + 1 WHERE device_id = $1 RETURNING fence',
    [placement.deviceId],
  );
  return { shardId: '00000000-0000-0000-0000-000000000000', fence: rows[0]!.fence };
};

describe('the lease benchmark', () => {
  let dispatchers: [Database, Database];
  let prize: Prize;

  beforeAll(async () => {
    const { url } = await createTestDatabase();
    dispatchers = [openDatabase(url), openDatabase(url)];
    prize = await seedPrize(dispatchers[0]);
  });
  afterAll(() => Promise.all(dispatchers.map((each) => each.close())));

  it('sees one winner a race, and every write under the old fence refused', async () => {
    const late: unknown[] = [];
    const count = await raceDispatchers(dispatchers, prize, 20, async ({ stale, current }) => {
      expect(current.fence).toBe(stale.fence + 1);
      late.push(await writeLate(dispatchers[1], stale));
    });
    expect(count).toEqual({ races: 20, doubled: 0 });
    expect(late).toEqual(Array.from({ length: 10 }, () => ({ tries: 6, accepted: 0 })));
  });

  it('counts writes that are accepted, and the device that the winner loses by them', async () => {
    const accepted: number[] = [];
    const count = await raceDispatchers(dispatchers, prize, 4, async ({ current }) => {
      accepted.push((await writeLate(dispatchers[1], current)).accepted);
    });
    expect(accepted).toEqual([6, 6]);
    expect(count).toEqual({ races: 4, doubled: 2 });
  });

  it('counts a device that both got', async () => {
    const count = await raceDispatchers(dispatchers, prize, 4, ignored, placeAnyway);
    // Four races, and twice a winner that holds nothing in the end.
    expect(count).toEqual({ races: 4, doubled: 6 });
  });

  it('stops when nobody got the device', async () => {
    const race = raceDispatchers(dispatchers, prize, 4, ignored, () => Promise.resolve(null));
    await expect(race).rejects.toThrow('nobody got the device');
  });
});

const ignored = () => Promise.resolve();
