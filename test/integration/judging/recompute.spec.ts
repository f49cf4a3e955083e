import { planPlacement, seededRandom } from '@joulefleet/core';
import { commitRecords } from '@joulefleet/ingest';
import { judgeLeftovers } from '@joulefleet/judging';
import { openDatabase, placeShard, readDispatchSnapshot, type Database } from '@joulefleet/store';
import { drawTrial } from '../../../bench/traces/draw-records';
import { BOARD } from '../../../bench/traces/draw-trace';
import { recomputePageOf } from '../../../libs/judging/src/recompute/recompute-page';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

describe('judging stored results anew', () => {
  let database: Database;
  let campaignId: string;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.pool.query('TRUNCATE campaign, device, trace_chunk CASCADE');
    const { id } = await seedDevice(database);
    campaignId = await seedCampaign(database, id, 3);
    await database.pool.query('UPDATE cell SET levels = levels || $1', [{ cpuKhz: BOARD.cpuKhz, gpuHz: BOARD.gpuHz }]);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    const shard = (await placeShard(database, placement!))!;
    for (const [i, { id: trialId }] of (await trials()).entries()) {
      for (const record of drawTrial(trialId, 1e9, 1 + 2 * i, seededRandom(4 + i)).records) {
        await commitRecords(database, { ...shard, records: [record] }, () => undefined);
      }
    }
    await judgeLeftovers(database, null);
    await database.pool.query(`UPDATE campaign SET state = 'completed'`);
  });

  const trials = () => database.prisma.trial.findMany({ orderBy: { position: 'asc' } });
  const measurements = () => database.prisma.measurement.findMany({ orderBy: { committedAt: 'asc' } });
  const statistics = () => database.prisma.cellStatistics.findMany();
  const recompute = (apply: boolean, after?: string, limit = 100) =>
    recomputePageOf(database, campaignId, { apply, after, limit });

  it('moves nothing that the present code judged', async () => {
    expect(await recompute(false)).toMatchObject({ judged: 3, moved: [], withoutRawData: 0, next: null });
  });

  it('says what moves in a dry run, and writes it only when it is applied', async () => {
    const right = await measurements();
    const [first] = await trials();
    await database.pool.query(
      `UPDATE measurement SET energy_mj = energy_mj * 1.1, verdict = 'rejected'
      WHERE trial_id = $1`,
      [first!.id],
    );
    await database.pool.query(`UPDATE trial SET state = 'skipped' WHERE id = $1`, [first!.id]);
    const before = { trials: await trials(), measurements: await measurements(), statistics: await statistics() };
    const dry = await recompute(false);
    expect(dry.moved).toMatchObject([
      {
        trialId: first!.id,
        verdict: { before: 'rejected', after: 'accepted' },
        trialState: { before: 'skipped', after: 'accepted' },
      },
    ]);
    expect({ trials: await trials(), measurements: await measurements(), statistics: await statistics() }).toEqual(
      before,
    );
    expect(await recompute(true)).toMatchObject({ applied: true, moved: dry.moved, skipped: 0 });
    expect((await trials()).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    expect((await measurements()).map(({ energyMj }) => energyMj)).toEqual(right.map(({ energyMj }) => energyMj));
    expect(await statistics()).toMatchObject([{ trials: 3 }]);
    expect((await recompute(true)).moved).toEqual([]);
  });

  it('takes an accepted trial of a finished campaign out when its raw data is rejected now', async () => {
    const [first] = await trials();
    await database.pool.query(
      `UPDATE measurement SET body = jsonb_set(body, '{flags}', '["sensor_mode_moved"]') WHERE trial_id = $1`,
      [first!.id],
    );
    expect((await recompute(true)).moved).toMatchObject([{ findings: { before: [], after: ['sensor_mode_held'] } }]);
    expect((await trials())[0]).toMatchObject({
      state: 'skipped',
      reason: expect.stringContaining('judged anew: sensor_mode_held') as string,
    });
    expect(await statistics()).toMatchObject([{ trials: 2 }]);
  });

  it('adds what a trust grade is made from to results of an older version, and says nothing moved', async () => {
    const right = (await measurements()).map(({ quality }) => quality);
    expect(right).toMatchObject([{ gapShare: 0, readings: expect.any(Number) as number }, {}, {}]);
    await database.pool.query('UPDATE measurement SET quality = NULL');
    expect(await recompute(false)).toMatchObject({ judged: 3, moved: [] });
    expect((await measurements()).map(({ quality }) => quality)).toEqual([null, null, null]);
    expect(await recompute(true)).toMatchObject({ moved: [], skipped: 0 });
    expect((await measurements()).map(({ quality }) => quality)).toEqual(right);
  });

  it('adds the energy of each phase to results of an older version', async () => {
    const right = (await measurements()).map(({ phases }) => phases);
    expect(right[0]).toMatchObject({ load: { energyMj: expect.any(Number) as number } });
    await database.pool.query('UPDATE measurement SET phases = NULL');
    expect(await recompute(true)).toMatchObject({ moved: [], skipped: 0 });
    expect((await measurements()).map(({ phases }) => phases)).toEqual(right);
    await database.pool.query(`UPDATE measurement SET phases = jsonb_set(phases, '{load,uncertaintyMj}', '1')`);
    expect(await recompute(true)).toMatchObject({ moved: [], skipped: 0 });
    expect((await measurements()).map(({ phases }) => phases)).toEqual(right);
  });

  it('goes through the trials page by page', async () => {
    const first = await recompute(false, undefined, 2);
    expect(first).toMatchObject({ judged: 2 });
    expect(await recompute(false, first.next!, 2)).toMatchObject({ judged: 1, next: null });
  });

  it('leaves what has no raw traces any more', async () => {
    await database.pool.query('DELETE FROM trace_chunk');
    expect(await recompute(true)).toMatchObject({ judged: 0, withoutRawData: 3, moved: [] });
    expect(await statistics()).toMatchObject([{ trials: 3 }]);
  });
});
