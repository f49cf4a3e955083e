import { openDatabase, type Database } from '@joulefleet/store';
import { kindsOfWrite, seedPrize } from '../../../bench/lease/lease-benchmark';
import { LATE_WRITES, type LateWrite } from '../../../bench/lease/late-writes';
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

const KINDS = Object.keys(LATE_WRITES).length;

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
    expect(late).toEqual(Array.from({ length: 10 }, () => ({ tries: KINDS, accepted: 0 })));
  });

  it('counts writes that are accepted, and the device that the winner loses by them', async () => {
    const accepted: number[] = [];
    const count = await raceDispatchers(dispatchers, prize, 4, async ({ current }) => {
      accepted.push((await writeLate(dispatchers[1], current)).accepted);
    });
    expect(accepted).toEqual([KINDS, KINDS]);
    expect(count).toEqual({ races: 4, doubled: 2 });
  });

  it('counts a write that changes a row although it says that it was refused', async () => {
    const sly: LateWrite = async (database, { shardId }) => {
      await database.pool.query(`UPDATE shard SET progress = '"late"' WHERE id = $1`, [shardId]);
      return false;
    };
    const accepted: number[] = [];
    await raceDispatchers(dispatchers, prize, 2, async ({ stale }) => {
      accepted.push((await writeLate(dispatchers[1], stale, { ...LATE_WRITES, saveProgress: sly })).accepted);
    });
    expect(accepted).toEqual([1]);
  });

  it('fails when a kind of write is left out', async () => {
    const { saveShardEnd: leftOut, ...others } = LATE_WRITES;
    expect(leftOut).toBeDefined();
    const anyShard = { shardId: '00000000-0000-0000-0000-000000000000', fence: 1 };
    await expect(writeLate(dispatchers[0], anyShard, others)).rejects.toThrow('nobody tries: saveShardEnd');
    expect(kindsOfWrite(others)).toMatchObject({ name: 'kinds_of_write', holds: false });
    expect(kindsOfWrite(LATE_WRITES)).toMatchObject({ value: KINDS, holds: true });
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
