import { planPlacement, type DeviceCondition, type Reason } from '@joulefleet/core';
import {
  beginShard,
  dropLeases,
  handOverShard,
  listShardsToEnqueue,
  markEnqueued,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  readDurableRecords,
  renewLease,
  settleShard,
  storeRecords,
  suspendShard,
  type Database,
  type PlacedShard,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

const REASON: Reason = { code: 'person', text: 'as the test says' };
const READY: DeviceCondition = { availability: 'ready', health: 'good', reason: null };

describe('leases', () => {
  let database: Database;
  let deviceId: string;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    deviceId = (await seedDevice(database)).id;
    await seedCampaign(database, deviceId, 30);
  });
  afterAll(() => database.close());

  const placeNext = async (): Promise<PlacedShard> => {
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    return (await placeShard(database, placement!))!;
  };
  const store = (shard: PlacedShard, seq: number) =>
    storeRecords(database, shard, [{ seq, kind: 'shard_start', content: null }]);

  it('go to one of many dispatchers that want the same device at once', async () => {
    const snapshot = await readDispatchSnapshot(database);
    const [placement] = planPlacement(snapshot);
    const won = await Promise.all(Array.from({ length: 20 }, () => placeShard(database, placement!)));
    const placed = won.filter((shard) => shard !== null);
    expect(placed).toHaveLength(1);
    expect(await database.prisma.shard.count()).toBe(1);
    expect(await database.prisma.trial.count({ where: { state: 'assigned' } })).toBe(12);
    expect(planPlacement(await readDispatchSnapshot(database))).toEqual([]);
    expect(await settleShard(database, placed[0]!, READY)).toBe('settled');
  });

  it('keep a shard in the outbox until its job is in the queue', async () => {
    const shard = await placeNext();
    expect(await listShardsToEnqueue(database)).toEqual([shard]);
    await markEnqueued(database, shard);
    expect(await listShardsToEnqueue(database)).toEqual([]);
    await settleShard(database, shard, READY);
  });

  it('are granted again under a greater fence when they expired, and the old fence is refused everywhere', async () => {
    const old = await placeNext();
    expect(await beginShard(database, old, 'ana')).toMatchObject({
      shardId: old.shardId,
      attempt: 1,
      trials: { length: 12 },
    });
    await handOverShard(database, old);
    const renewed = await placeNext();
    expect(renewed).toEqual({ shardId: old.shardId, fence: old.fence + 1 });

    expect(await renewLease(database, old)).toBe(false);
    expect(await beginShard(database, old, 'ana')).toBeNull();
    expect(await store(old, 1)).toBeNull();
    expect(await settleShard(database, old, READY)).toBe('stale_fence');
    expect(await suspendShard(database, old, { reason: REASON, retryInS: 1 })).toBe(false);

    expect(await store(renewed, 1)).toEqual([1]);
    expect(await store(renewed, 1)).toEqual([]);
    await settleShard(database, renewed, READY);
  });

  it('of a process that was killed are dropped by the next one in its place, and by no other', async () => {
    const old = await placeNext();
    expect(await dropLeases(database, 'ana')).toBe(0);
    await beginShard(database, old, 'ana');
    expect(await dropLeases(database, 'bob')).toBe(0);
    expect(planPlacement(await readDispatchSnapshot(database))).toEqual([]);
    expect(await dropLeases(database, 'ana')).toBe(1);
    const renewed = await placeNext();
    expect(renewed).toEqual({ shardId: old.shardId, fence: old.fence + 1 });
    expect(await dropLeases(database, 'ana')).toBe(0);
    await settleShard(database, renewed, READY);
  });

  it('count records as durable up to the first hole', async () => {
    const shard = await placeNext();
    for (const seq of [1, 2, 4]) await store(shard, seq);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 2, ended: false });
    await store(shard, 3);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 4, ended: false });
    await settleShard(database, shard, READY);
  });

  it('keep an unreachable device offline until its retry, then go to the same shard', async () => {
    const shard = await placeNext();
    await suspendShard(database, shard, { reason: REASON, retryInS: 3600 });
    expect(await database.prisma.device.findFirst()).toMatchObject({ availability: 'offline', reason: REASON });
    expect(planPlacement(await readDispatchSnapshot(database))).toEqual([]);
    await database.pool.query(`UPDATE device SET deadline_at = now() - interval '1 second'`);
    expect(await placeNext()).toEqual({ shardId: shard.shardId, fence: shard.fence + 1 });
  });

  it('leave a device that was not restored quarantined, with its trials free for others', async () => {
    const [open] = await listShardsToEnqueue(database);
    await settleShard(database, open!, {
      availability: 'quarantined',
      health: 'bad',
      reason: REASON,
    });
    expect(await database.prisma.device.findFirst()).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      reason: REASON,
    });
    expect(await database.prisma.trial.count({ where: { state: 'assigned' } })).toBe(0);
    expect(planPlacement(await readDispatchSnapshot(database))).toEqual([]);
  });
});
