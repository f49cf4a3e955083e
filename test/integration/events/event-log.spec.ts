import {
  inTransaction,
  newId,
  openDatabase,
  pruneEvents,
  readEventBounds,
  readEventHorizon,
  readEvents,
  readTouched,
  writeCampaignEvent,
  writeEvents,
  type Database,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { until } from '../../testkit/until';

const ALL = { after: 0, limit: 10_000 };

describe('the event log', () => {
  let database: Database;
  let deviceId: string;
  let campaignId: string;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    deviceId = (await seedDevice(database)).id;
    campaignId = await seedCampaign(database, deviceId, 3);
  });
  afterAll(() => database.close());
  beforeEach(() => database.pool.query('DELETE FROM event'));

  const read = async (after = 0, of: string | null = campaignId) =>
    (await readEvents(database.pool, of, { ...ALL, after, upTo: await readEventHorizon(database.pool) })).events;
  const write = (by: string) => writeCampaignEvent(database.pool, campaignId, 'pause', by);
  const authors = async () => (await read()).map((event) => event.kind === 'campaign' && event.by);

  it('shows no event before one with a lower id that is committed later', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = inTransaction(database, async (db) => {
      await writeCampaignEvent(db, campaignId, 'pause', 'early');
      await held;
    });
    await until(async () => (await readEventBounds(database.pool)).newest > (await readEventHorizon(database.pool)));
    await write('late');
    expect(await authors()).toEqual([]);
    release();
    await first;
    expect(await authors()).toEqual(['early', 'late']);
  });

  it('is held up by no event that is rolled back', async () => {
    const failed = inTransaction(database, async (db) => {
      await writeCampaignEvent(db, campaignId, 'pause', 'nobody');
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    await write('somebody');
    expect(await authors()).toEqual(['somebody']);
  });

  it('gives a reader each event once and in order while many write', async () => {
    const seen: number[] = [];
    let writing = true;
    const { newest: start } = await readEventBounds(database.pool);
    const reading = (async () => {
      for (let after = start, last = false; !last;) {
        last = !writing;
        const upTo = await readEventHorizon(database.pool);
        const { events, next } = await readEvents(database.pool, campaignId, { after, upTo, limit: 7 });
        seen.push(...events.map(({ id }) => id));
        last &&= next === upTo;
        after = next;
      }
    })();
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let i = 0; i < 40; i += 1) {
          await inTransaction(database, async (db) => {
            await writeCampaignEvent(db, campaignId, 'pause', `${writer}`);
            if (i % 3 === writer % 3) await db.query('SELECT pg_sleep(0.003)');
            await writeCampaignEvent(db, campaignId, 'resume', `${writer}`);
          });
        }
      }),
    );
    writing = false;
    await reading;
    expect(seen).toEqual((await read(start)).map(({ id }) => id));
    expect(seen).toHaveLength(6 * 40 * 2);
  });

  it('shows a campaign the changes of its devices, and the fleet no campaign', async () => {
    const other = (await seedDevice(database, 'device-b')).id;
    await database.pool.query('DELETE FROM event');
    const body = { availability: 'offline', health: 'unknown', reason: 'x'.repeat(2_000) } as const;
    await writeEvents(database.pool, [
      { kind: 'device', deviceId, body },
      { kind: 'device', deviceId: other, body },
    ]);
    await write('somebody');
    expect((await read()).map(({ kind }) => kind)).toEqual(['device', 'campaign']);
    const fleet = await read(0, null);
    expect(fleet.map((event) => event.kind === 'device' && event.device)).toEqual(['device-a', 'device-b']);
    expect(fleet[0]).toMatchObject({ availability: 'offline', reason: 'x'.repeat(500) });
    expect(await read(0, newId())).toEqual([]);
    const { horizon } = await readEventBounds(database.pool);
    expect(await readTouched(database.pool, 0, horizon)).toEqual(new Set([null, campaignId]));
  });

  it('keeps a bounded number of events, and of days', async () => {
    for (const by of ['a', 'b', 'c', 'd']) await write(by);
    await database.pool.query(`UPDATE event SET at = now() - interval '31 days' WHERE body->>'by' = 'a'`);
    expect(await pruneEvents(database.pool, { days: 30, events: 100 })).toBe(1);
    expect(await authors()).toEqual(['b', 'c', 'd']);
    expect(await pruneEvents(database.pool, { days: 30, events: 2 })).toBe(1);
    expect(await pruneEvents(database.pool, { days: 30, events: 2 })).toBe(0);
    expect(await authors()).toEqual(['c', 'd']);
    const { oldest, newest } = await readEventBounds(database.pool);
    expect(newest - oldest!).toBe(1);
  });
});
