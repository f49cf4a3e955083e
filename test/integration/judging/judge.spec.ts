import type { SpoolRecord } from '@joulefleet/contracts';
import { planPlacement, seededRandom } from '@joulefleet/core';
import { commitRecords } from '@joulefleet/ingest';
import { judge, judgeLeftovers } from '@joulefleet/judging';
import {
  beginShard,
  exitDevice,
  inTransaction,
  lockDevice,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  saveShardEnd,
  settleShard,
  suspendShard,
  type Database,
  type PlacedShard,
} from '@joulefleet/store';
import { drawTrial } from '../../../bench/traces/draw-records';
import { BOARD } from '../../../bench/traces/draw-trace';
import { settleJudgedShard } from '../../../libs/execution/src/settle-judged-shard';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { until } from '../../testkit/until';

const READY = { availability: 'ready', health: 'good', reason: null } as const;

describe('judging what was committed', () => {
  let database: Database;
  let shard: PlacedShard;
  let trialIds: string[];

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.pool.query('TRUNCATE campaign, device, trace_chunk CASCADE');
    const { id } = await seedDevice(database);
    await seedCampaign(database, id, 3);
    await database.pool.query('UPDATE cell SET levels = levels || $1', [{ cpuKhz: BOARD.cpuKhz, gpuHz: BOARD.gpuHz }]);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    shard = (await placeShard(database, placement!))!;
    trialIds = (await trials()).map((trial) => trial.id);
  });

  const trials = () => database.prisma.trial.findMany({ orderBy: { position: 'asc' } });
  const measurements = () => database.prisma.measurement.findMany({ orderBy: { committedAt: 'asc' } });
  const store = (record: SpoolRecord) =>
    commitRecords(database, { ...shard, records: [record] }, (fault) => {
      throw fault;
    });
  /** Commits the raw records of the first `count` trials and dies before they are judged. */
  const commitRaw = async (count: number) => {
    for (let i = 0; i < count; i++) {
      for (const record of drawTrial(trialIds[i]!, 1e9, 1 + 2 * i, seededRandom(4 + i)).records) await store(record);
    }
  };

  it('finds what a crash between commit and judgement left, once', async () => {
    await commitRaw(2);
    expect(await measurements()).toMatchObject([{ judgedAt: null }, { judgedAt: null }]);
    expect((await trials()).map(({ state }) => state)).toEqual(['assigned', 'assigned', 'assigned']);
    expect(await judgeLeftovers(database, null)).toBe(2);
    expect((await trials()).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'assigned']);
    const judged = await measurements();
    expect(judged).toMatchObject([{ verdict: 'accepted' }, { verdict: 'accepted' }]);
    expect(await judgeLeftovers(database, null)).toBe(0);
    expect(await measurements()).toEqual(judged);
  });

  it('has one of several judges save, and the statistics see every trial', async () => {
    await commitRaw(3);
    const keys = [...trialIds, ...trialIds, ...trialIds].map((trialId) => ({ trialId, attempt: 1 }));
    const answers = await Promise.all(keys.map((key) => judge(database, [key])));
    expect(answers.reduce((sum, { judged }) => sum + judged, 0)).toBe(3);
    expect(await database.prisma.cellStatistics.findMany()).toMatchObject([{ trials: 3 }]);
  });

  it('judges attempts together, each once, in one transaction', async () => {
    await commitRaw(3);
    const keys = trialIds.map((trialId) => ({ trialId, attempt: 1 }));
    const taken = jest.spyOn(database.pool, 'connect');
    expect(await judge(database, keys)).toEqual({ judged: 3, errors: [] });
    // The attempts, their traces, the starting temperatures, and what is saved.
    expect(taken).toHaveBeenCalledTimes(4);
    taken.mockRestore();
    expect(await judge(database, keys)).toEqual({ judged: 0, errors: [] });
    expect((await trials()).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await database.prisma.cellStatistics.findMany()).toMatchObject([{ trials: 3 }]);
    const { rows } = await database.pool.query<{ trialId: string }>(
      `SELECT trial_id AS "trialId" FROM event WHERE kind = 'trial' AND trial_id = ANY($1::uuid[]) ORDER BY id`,
      [trialIds],
    );
    expect(rows.map(({ trialId }) => trialId)).toEqual(trialIds);
  });

  it('is not held up by an attempt that the database refuses', async () => {
    await commitRaw(3);
    await database.pool.query(
      `ALTER TABLE measurement ADD CONSTRAINT refused CHECK (trial_id <> '${trialIds[1]}' OR verdict IS NULL)`,
    );
    try {
      const keys = trialIds.map((trialId) => ({ trialId, attempt: 1 }));
      const { judged, errors } = await judge(database, keys);
      expect(judged).toBe(2);
      expect(errors).toMatchObject([{ constraint: 'refused' }]);
      await expect(judgeLeftovers(database, null)).rejects.toMatchObject({ constraint: 'refused' });
      expect((await trials()).map(({ state }) => state)).toEqual(['accepted', 'assigned', 'accepted']);
    } finally {
      await database.pool.query('ALTER TABLE measurement DROP CONSTRAINT refused');
    }
    expect(await judgeLeftovers(database, null)).toBe(1);
  });

  it('holds no trial while it waits for one that somebody else holds', async () => {
    await commitRaw(3);
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT 1 FROM trial WHERE id = $1 FOR UPDATE', [trialIds[1]]);
      const judging = judge(
        database,
        trialIds.map((trialId) => ({ trialId, attempt: 1 })),
      );
      await until(async () => (await trials()).filter(({ state }) => state === 'accepted').length === 2);
      await client.query('SELECT 1 FROM trial WHERE id = $1 FOR UPDATE', [trialIds[0]]);
      await client.query('COMMIT');
      expect(await judging).toEqual({ judged: 3, errors: [] });
    } finally {
      client.release();
    }
    expect(await database.prisma.cellStatistics.findMany()).toMatchObject([{ trials: 3 }]);
  });

  it('does not have a trial executed again whose outcome waits for its judgement', async () => {
    await commitRaw(2);
    const begun = await beginShard(database, shard, 'after the crash');
    expect(begun!.trials.map(({ trialId }) => trialId)).toEqual([trialIds[2]]);
  });

  it('settles a shard only when what it measured is judged', async () => {
    await commitRaw(1);
    expect(await settleShard(database, shard, READY)).toBe('unjudged');
    expect(await database.prisma.shard.findFirst()).toMatchObject({ state: 'queued', settledAt: null });
    expect(await settleJudgedShard(database, shard, READY)).toBe(true);
    expect((await trials()).map(({ state, attempt }) => [state, attempt])).toEqual([
      ['accepted', 1],
      ['pending', 2],
      ['pending', 2],
    ]);
    expect(await settleJudgedShard(database, shard, READY)).toBe(false);
  });

  it('rejects what lacks a part of its trace when its shard has ended, and never waits for it', async () => {
    const [, outcome] = drawTrial(trialIds[0]!, 1e9, 0, seededRandom(4)).records;
    await store(outcome!);
    expect(await judgeLeftovers(database, shard.shardId)).toBe(0);
    await saveShardEnd(database, shard, { reason: 'completed' });
    expect(await settleJudgedShard(database, shard, READY)).toBe(true);
    expect(await measurements()).toMatchObject([{ verdict: 'rejected', findings: [{ check: 'trace_incomplete' }] }]);
    expect((await trials())[0]).toMatchObject({ state: 'pending', attempt: 2 });
    expect(await judgeLeftovers(database, null)).toBe(0);
  });

  it('keeps the judgement of an attempt that is over, and moves nothing by it', async () => {
    await commitRaw(1);
    await database.pool.query(`UPDATE trial SET attempt = 2 WHERE id = $1`, [trialIds[0]]);
    expect(await judgeLeftovers(database, null)).toBe(1);
    expect(await measurements()).toMatchObject([{ attempt: 1, verdict: 'accepted' }]);
    expect((await trials())[0]).toMatchObject({ state: 'assigned', attempt: 2 });
    expect(await database.prisma.cellStatistics.count()).toBe(0);
  });

  it('counts what was measured by a shard that is taken from its device', async () => {
    await commitRaw(1);
    await suspendShard(database, shard, { reason: { code: 'person', text: 'no answer' }, retryInS: 60 });
    await inTransaction(database, async (db) => {
      await exitDevice(db, (await lockDevice(db, 'device-a'))!, {
        to: 'quarantined',
        reason: { code: 'person', text: 'gone' },
        by: 'ada',
      });
    });
    await judgeLeftovers(database, null);
    expect((await trials()).map(({ state, attempt }) => [state, attempt])).toEqual([
      ['accepted', 1],
      ['pending', 2],
      ['pending', 2],
    ]);
  });
});
