import { recordCrc, type SpoolRecord, type TrialBody } from '@joulefleet/contracts';
import { planPlacement, seededRandom, type Fault } from '@joulefleet/core';
import { commitRecord } from '@joulefleet/ingest';
import {
  handOverShard,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  readDurableRecords,
  settleShard,
  type Database,
  type DeviceCondition,
  type PlacedShard,
} from '@joulefleet/store';
import { drawTrial } from '../../../bench/traces/draw-records';
import { BOARD } from '../../../bench/traces/draw-trace';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

const READY: DeviceCondition = { availability: 'ready', health: 'good', reason: null };

describe('committing records', () => {
  let database: Database;
  let shard: PlacedShard;
  let reported: Fault[];

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    reported = [];
    await database.pool.query('TRUNCATE campaign, device CASCADE');
    const { id } = await seedDevice(database);
    await seedCampaign(database, id, 4);
    // The drawn trials were made with both clocks pinned.
    await database.pool.query('UPDATE cell SET cpu_khz = $1, gpu_hz = $2', [BOARD.cpuKhz, BOARD.gpuHz]);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    shard = (await placeShard(database, placement!))!;
  });

  const commit = (record: SpoolRecord, under: PlacedShard = shard) =>
    commitRecord(database, { ...under, record }, (fault) => reported.push(fault));
  const firstTrial = () => database.prisma.trial.findFirstOrThrow({ orderBy: { position: 'asc' } });
  const measurements = () => database.prisma.measurement.findMany();
  const draw = async (firstSeq = 1) => drawTrial((await firstTrial()).id, 1e9, firstSeq, seededRandom(4)).records;
  const rewrite = (record: SpoolRecord, change: (body: TrialBody) => Partial<TrialBody>): SpoolRecord => {
    const old = JSON.parse(record.body) as TrialBody;
    const body = JSON.stringify({ ...old, ...change(old) });
    return { ...record, body, crc: recordCrc({ ...record, body }) };
  };

  it.each([
    ['in order', [0, 1]],
    ['outcome first', [1, 0]],
    ['each three times', [1, 1, 0, 0, 1, 0]],
  ])('accepts a trial once, its records %s', async (_case, order) => {
    const records = await draw();
    const claims = [];
    for (const i of order) claims.push(await commit(records[i]!));
    expect(claims.filter((claim) => claim === 'new')).toHaveLength(2);
    expect(await firstTrial()).toMatchObject({ state: 'accepted', attempt: 1 });
    const [measured, ...others] = await measurements();
    expect(others).toEqual([]);
    expect(measured).toMatchObject({ verdict: 'accepted', outcome: 'measured', simulated: true });
    expect(measured!.energyMj).toBeGreaterThan(0);
    expect(measured!.absoluteUncertaintyMj).toBeGreaterThan(measured!.relativeUncertaintyMj!);
    expect(await database.prisma.cellStatistics.findMany()).toMatchObject([
      { trials: 1, energyMj: expect.closeTo(measured!.energyMj!, 3) as number },
    ]);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 2, ended: false });
  });

  it('accepts a trial once when all its records come at the same moment, several times', async () => {
    const records = await draw();
    await Promise.all([...records, ...records, ...records].map((record) => commit(record)));
    expect(await firstTrial()).toMatchObject({ state: 'accepted' });
    expect(await measurements()).toHaveLength(1);
  });

  it('rejects a trial for a cause, keeps it with its reason, and gives it up after three times', async () => {
    for (const [i, state] of ['pending', 'pending', 'skipped'].entries()) {
      const records = (await draw(2 * i + 1)).map((record) =>
        rewrite(record, (body) => ({ attempt: i + 1, ...(body.flags && { flags: ['sensor_mode_moved'] }) })),
      );
      await database.pool.query(`UPDATE trial SET state = 'assigned', shard_id = $1 WHERE position = 1`, [
        shard.shardId,
      ]);
      for (const record of records) await commit(record);
      expect(await firstTrial()).toMatchObject({ state });
    }
    const kept = await measurements();
    expect(kept.map(({ verdict }) => verdict)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(kept[0]!.findings).toMatchObject([{ check: 'sensor_mode_held', severity: 'reject' }]);
    expect((await firstTrial()).reason).toContain('sensor_mode_held');
  });

  it.each([
    ['failed', { code: 'out_of_memory', origin: 'operator' }, 'failed'],
    ['fault', { code: 'clock_not_applied', origin: 'device' }, 'pending'],
    ['fault', { code: 'workload_missing', origin: 'operator' }, 'skipped'],
    ['cancelled', null, 'pending'],
  ] as const)('settles the outcome %s (%j) as %s', async (outcome, error, state) => {
    const [, record] = await draw();
    const unmeasured = rewrite({ ...record!, seq: 1 }, () => ({
      outcome,
      chunks: 0,
      error: error && { ...error, message: 'so it was', transient: false },
    }));
    await commit(unmeasured);
    expect(await firstTrial()).toMatchObject({ state, attempt: state === 'pending' ? 2 : 1 });
  });

  it('refuses a stale fence and changes nothing', async () => {
    const stale = shard;
    await handOverShard(database, shard);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    shard = (await placeShard(database, placement!))!;
    for (const record of await draw()) expect(await commit(record, stale)).toBe('stale_fence');
    expect(await measurements()).toEqual([]);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 0, ended: false });
  });

  it('stores nothing of a record that was damaged on its way', async () => {
    const [record] = await draw();
    const damaged = commit({ ...record!, body: record!.body.replace('"attempt":1', '"attempt":2') });
    await expect(damaged).rejects.toMatchObject({ code: 'record_damaged', transient: true });
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 0, ended: false });
  });

  it('reports a record that the agent wrote wrong, and the trial is measured again', async () => {
    const [chunk, outcome] = await draw();
    const body = chunk!.body.replace(/"data":"[^"]{8}/, '"data":"AAAAAAAA');
    expect(await commit({ ...chunk!, body, crc: recordCrc({ ...chunk!, body }) })).toBe('new');
    await commit(outcome!);
    expect(reported).toMatchObject([{ code: 'trace_corrupt' }]);
    await settleShard(database, shard, READY);
    expect(await firstTrial()).toMatchObject({ state: 'pending', attempt: 2 });
  });
});
