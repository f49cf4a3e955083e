import { faultReason, planPlacement, type PendingExit, type Reason } from '@joulefleet/core';
import {
  editDevice,
  exitDevice,
  exitOverdue,
  findDevice,
  inTransaction,
  lockDevice,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  renewLease,
  settleShard,
  skipUnreachableTrials,
  suspendShard,
  type Database,
  type LockedDevice,
  type PlacedShard,
  type Queryable,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

const WHY: PendingExit = { to: 'quarantined', reason: { code: 'person', text: 'the fan rattles' }, by: 'ada' };
const RETIRED: PendingExit = { ...WHY, to: 'retired' };
const NO_ANSWER: Reason = faultReason({ code: 'device_unreachable', origin: 'network', message: 'no answer' });
const NOT_RESTORED: Reason = { code: 'not_restored', differences: ['the fan'] };
const READY = { availability: 'ready', health: 'good', reason: null } as const;

describe('taking a device out', () => {
  let database: Database;
  let name: string;
  let deviceId: string;
  let count = 0;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  beforeEach(async () => {
    name = `device-${(count += 1)}`;
    deviceId = (await seedDevice(database, name)).id;
    await seedCampaign(database, deviceId, 30);
  });
  afterAll(() => database.close());

  const onDevice = <T>(work: (db: Queryable, device: LockedDevice) => Promise<T>): Promise<T> =>
    inTransaction(database, async (db) => work(db, (await lockDevice(db, name))!));
  const placeNext = async (): Promise<PlacedShard> => (await placeShard(database, await nextPlacement()))!;
  const nextPlacement = async () =>
    planPlacement(await readDispatchSnapshot(database)).find((placement) => placement.deviceId === deviceId)!;
  const trials = async () => {
    const rows = await database.prisma.trial.groupBy({ by: ['state'], where: { deviceId }, _count: true });
    return Object.fromEntries(rows.map(({ state, _count }) => [state, _count]));
  };
  /** As the dispatcher does in its rounds. */
  const skipAll = async (): Promise<void> => {
    while ((await skipUnreachableTrials(database)) > 0);
  };
  const standing = async () => (await findDevice(database, name))!;

  it('leaves a device to its shard until that has ended, however it ends', async () => {
    const shard = await placeNext();
    expect(await onDevice((db, device) => exitDevice(db, device, WHY))).toMatchObject({ result: 'pending' });
    expect(await standing()).toMatchObject({ availability: 'leased', pendingExit: WHY });
    expect(await renewLease(database, shard)).toBe(true);

    expect(await settleShard(database, shard, READY)).toBe('settled');
    const device = await standing();
    expect(device).toMatchObject({
      availability: 'quarantined',
      health: 'unknown',
      reason: WHY.reason,
      stateOwner: WHY.by,
      pendingExit: null,
    });
    expect(device.deadlineAt!.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    expect(await nextPlacement()).toBeUndefined();
  });

  it('keeps the reason of a device that its shard put into quarantine itself', async () => {
    const shard = await placeNext();
    await onDevice((db, device) => exitDevice(db, device, WHY));
    await settleShard(database, shard, { availability: 'quarantined', health: 'bad', reason: NOT_RESTORED });
    expect(await standing()).toMatchObject({ availability: 'quarantined', reason: NOT_RESTORED, pendingExit: null });
  });

  it('gives back the shard of a device that cannot be reached, and takes nothing more of it', async () => {
    const shard = await placeNext();
    await suspendShard(database, shard, { reason: NO_ANSWER, retryInS: 1 });
    expect(await onDevice((db, device) => exitDevice(db, device, WHY))).toMatchObject({ result: 'left' });
    expect(await standing()).toMatchObject({ availability: 'quarantined', lease: { shardId: null } });
    expect(await trials()).toEqual({ pending: 30 });
    expect(await settleShard(database, shard, READY)).toBe('stale_fence');
    expect(await renewLease(database, shard)).toBe(false);
    expect(await standing()).toMatchObject({ availability: 'quarantined' });
  });

  it('takes the shard away at once when asked to, and takes nothing more of it', async () => {
    const shard = await placeNext();
    const result = await onDevice((db, device) => exitDevice(db, device, WHY, { immediately: true }));
    expect(result).toMatchObject({ result: 'left' });
    expect(await standing()).toMatchObject({
      availability: 'quarantined',
      reason: WHY.reason,
      lease: { shardId: null },
    });
    expect(await trials()).toEqual({ pending: 30 });
    expect(await renewLease(database, shard)).toBe(false);
  });

  it('leaves at once when its shard is suspended', async () => {
    const shard = await placeNext();
    await onDevice((db, device) => exitDevice(db, device, RETIRED));
    await suspendShard(database, shard, { reason: NO_ANSWER, retryInS: 1 });
    expect(await standing()).toMatchObject({ availability: 'retired', pendingExit: null, lease: { shardId: null } });
  });

  it('takes the shard of a device away that was to leave and did not in time', async () => {
    const shard = await placeNext();
    await onDevice((db, device) => exitDevice(db, device, WHY));
    expect(await onDevice(exitOverdue)).toBe(false);
    await database.pool.query(`UPDATE device SET deadline_at = now() - interval '1 second' WHERE id = $1`, [deviceId]);
    expect(await onDevice(exitOverdue)).toBe(true);
    expect(await standing()).toMatchObject({
      availability: 'quarantined',
      reason: { code: 'did_not_stop', asked: 'the fan rattles' },
      pendingExit: null,
      lease: { shardId: null },
    });
    expect(await settleShard(database, shard, READY)).toBe('stale_fence');
    expect(await onDevice(exitOverdue)).toBe(false);
  });

  it('keeps the stronger of two wishes and the earlier deadline', async () => {
    await placeNext();
    await onDevice((db, device) => exitDevice(db, device, RETIRED));
    await database.pool.query(`UPDATE device SET deadline_at = now() + interval '1 minute' WHERE id = $1`, [deviceId]);
    await onDevice((db, device) => exitDevice(db, device, WHY));
    const device = await standing();
    expect(device.pendingExit).toMatchObject({ to: 'retired' });
    expect(device.deadlineAt!.getTime() - Date.now()).toBeLessThan(61_000);
  });

  it('wins over a dispatcher that planned before', async () => {
    const placement = await nextPlacement();
    await onDevice((db, device) => exitDevice(db, device, WHY));
    expect(await placeShard(database, placement)).toBeNull();
    expect(await standing()).toMatchObject({ availability: 'quarantined', lease: { shardId: null } });
  });

  it('and a dispatcher at once end in one of two states, never in a lease of a quarantined device', async () => {
    const placement = await nextPlacement();
    const [placed, { result }] = await Promise.all([
      placeShard(database, placement),
      onDevice((db, device) => exitDevice(db, device, WHY)),
    ]);
    const { availability, lease } = await standing();
    expect({ placed: placed !== null, result, availability, leased: lease!.shardId !== null }).toEqual(
      placed
        ? { placed: true, result: 'pending', availability: 'leased', leased: true }
        : { placed: false, result: 'left', availability: 'quarantined', leased: false },
    );
  });

  it('for good skips what is left for it with the reason, also of a shard that waits for it', async () => {
    const shard = await placeNext();
    await suspendShard(database, shard, { reason: NO_ANSWER, retryInS: 1 });
    expect(await onDevice((db, device) => exitDevice(db, device, RETIRED))).toEqual({
      result: 'left',
      skippedTrials: 30,
    });
    await skipAll();
    expect(await trials()).toEqual({ skipped: 30 });
    const [trial] = await database.prisma.trial.findMany({ where: { deviceId }, take: 1 });
    expect(trial!.reason).toBe(`${name} was retired: the fan rattles`);
    expect(await standing()).toMatchObject({ availability: 'retired', deadlineAt: null, lease: { shardId: null } });
  });

  it('for good while a campaign is being launched leaves no trial that waits for it', async () => {
    await onDevice(async (db, device) => {
      await exitDevice(db, device, RETIRED);
      await seedCampaign(database, deviceId, 5);
    });
    await skipAll();
    expect(await trials()).toEqual({ skipped: 35 });
  });

  it('keeps every one of many edits at once', async () => {
    const labels = Array.from({ length: 20 }, (_, i) => `label-${String(i).padStart(2, '0')}`);
    await onDevice((db, device) => editDevice(db, device, { labels: ['old', ...labels.slice(0, 5)] }, 'ada'));
    await Promise.all([
      ...labels
        .slice(5)
        .map((label) => onDevice((db, device) => editDevice(db, device, { addLabels: [label] }, 'ada'))),
      onDevice((db, device) => editDevice(db, device, { removeLabels: ['old'] }, 'bob')),
      onDevice((db, device) => editDevice(db, device, { notes: 'by the window' }, 'bob')),
    ]);
    expect(await standing()).toMatchObject({ labels, notes: 'by the window' });
  });

  it('changes nothing that an edit leaves out, and takes away what it says is null', async () => {
    const powerCycle = { kind: 'command', name: 'plug-7' };
    const allowed = { allowReboot: true, allowCommands: true };
    const all = { labels: ['b', 'a'], group: 'rack', notes: 'n', owner: 'ada', ...allowed, powerCycle };
    await onDevice((db, device) => editDevice(db, device, all, 'ada'));
    const { before, after } = await onDevice((db, device) => editDevice(db, device, { owner: null, notes: '' }, 'ada'));
    expect(before).toEqual({ ...all, labels: ['a', 'b'] });
    expect(after).toEqual({ ...all, labels: ['a', 'b'], owner: null, notes: '' });
    await onDevice((db, device) =>
      editDevice(db, device, { powerCycle: null, group: null, allowReboot: false, allowCommands: false }, 'ada'),
    );
    expect(await standing()).toMatchObject({
      powerCycle: null,
      group: null,
      allowReboot: false,
      allowCommands: false,
      labels: ['a', 'b'],
    });

    await onDevice((db, device) => editDevice(db, device, { notes: '' }, 'ada'));
    const events = await database.prisma.deviceEvent.findMany({ where: { deviceId }, orderBy: { id: 'asc' } });
    expect(events.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'edited: labels, group, notes, owner, allowReboot, allowCommands, powerCycle changed',
      'edited: notes, owner changed',
      'edited: group, allowReboot, allowCommands, powerCycle changed',
    ]);
  });

  it('refuses more labels than a device may have, and changes nothing then', async () => {
    const labels = Array.from({ length: 64 }, (_, i) => `l${i}`);
    await onDevice((db, device) => editDevice(db, device, { labels }, 'ada'));
    const edit = onDevice((db, device) => editDevice(db, device, { addLabels: ['one-more'], notes: 'x' }, 'ada'));
    await expect(edit).rejects.toMatchObject({ code: 'labels_too_many', origin: 'operator' });
    expect(await standing()).toMatchObject({ notes: '', labels: { length: 64 } });
  });
});
