import type { TickRound } from '@joulefleet/core';
import {
  commitTicks,
  listTicks,
  newId,
  openDatabase,
  readDecided,
  takeLeadership,
  type Database,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';

const SINCE = Date.parse('2026-06-01T00:00:00Z');
const TICK = Date.parse('2026-06-01T20:00:00Z');

let database: Database;
beforeAll(async () => {
  database = openDatabase((await createTestDatabase()).url);
});
afterAll(() => database.close());

async function addSchedule(): Promise<string> {
  const [id, ownerId] = [newId(), newId()];
  await database.prisma.user.create({ data: { id: ownerId, name: ownerId, role: 'researcher' } });
  const about = { name: id, source: '', cron: '0 22 * * *', zone: 'Europe/Berlin' };
  await database.prisma.schedule.create({ data: { id, ownerId, ...about, decidedUntil: new Date(SINCE) } });
  return id;
}

const started: TickRound = {
  decided: [{ tickMs: TICK, lastTickMs: TICK, count: 1, skipped: null }],
  decidedUntilMs: TICK,
  waitingTickMs: null,
  more: false,
};

describe('commitTicks', () => {
  it('stores what one of two leaders decided at the same moment, and nothing of the other', async () => {
    const scheduleId = await addSchedule();
    const from = (await readDecided(database, scheduleId))!;
    const kept = await Promise.all([1, 2, 3].map(() => commitTicks(database, from, started)));
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await listTicks(database, scheduleId, 10)).toEqual(started.decided);
    expect(await readDecided(database, scheduleId)).toEqual({ scheduleId, decidedUntilMs: TICK, waitingTickMs: null });
  });

  it('stores nothing when what belongs to it fails', async () => {
    const scheduleId = await addSchedule();
    const from = (await readDecided(database, scheduleId))!;
    const failing = commitTicks(database, from, started, () => Promise.reject(new Error('no room')));
    await expect(failing).rejects.toThrow('no room');
    expect(await listTicks(database, scheduleId, 10)).toEqual([]);
    expect(await readDecided(database, scheduleId)).toEqual(from);
  });

  it('keeps the tick that waits, and decides from there', async () => {
    const scheduleId = await addSchedule();
    const from = (await readDecided(database, scheduleId))!;
    const waits: TickRound = { decided: [], decidedUntilMs: SINCE, waitingTickMs: TICK, more: false };
    expect(await commitTicks(database, from, waits)).toBe(true);
    expect(await commitTicks(database, from, started)).toBe(false);
    expect(await commitTicks(database, { ...from, waitingTickMs: TICK }, started)).toBe(true);
  });
});

describe('takeLeadership', () => {
  it('leaves one leader, who may go on, until the time is over', async () => {
    const name = newId();
    const asked = await Promise.all(
      ['a', 'b', 'c'].map((holder) => takeLeadership(database.pool, name, holder, 60_000)),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
    const leader = ['a', 'b', 'c'][asked.indexOf(true)]!;
    expect(await takeLeadership(database.pool, name, leader, 0)).toBe(true);
    expect(await takeLeadership(database.pool, name, 'd', 60_000)).toBe(true);
    expect(await takeLeadership(database.pool, name, leader, 60_000)).toBe(false);
  });
});
