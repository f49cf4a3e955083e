import { recordCrc, type SpoolRecord, type TrialBody } from '@joulefleet/contracts';
import { planPlacement, seededRandom, type Fault } from '@joulefleet/core';
import { commitRecords } from '@joulefleet/ingest';
import { judge, judgeLeftovers } from '@joulefleet/judging';
import {
  handOverShard,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  readDurableRecords,
  type Database,
  type PlacedShard,
} from '@joulefleet/store';
import { drawTrial } from '../../../bench/traces/draw-records';
import { BOARD } from '../../../bench/traces/draw-trace';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

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
    await database.pool.query('TRUNCATE campaign, device, trace_chunk CASCADE');
    const { id } = await seedDevice(database);
    await seedCampaign(database, id, 4);
    // The drawn trials were made with both clocks pinned.
    await database.pool.query('UPDATE cell SET levels = levels || $1', [{ cpuKhz: BOARD.cpuKhz, gpuHz: BOARD.gpuHz }]);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    shard = (await placeShard(database, placement!))!;
  });

  /** As the ingest does: judged as soon as it is complete. */
  const commitAll = async (records: SpoolRecord[], under: PlacedShard = shard) => {
    const { fresh, attempts } = await commitRecords(database, { ...under, records }, (fault) => reported.push(fault));
    expect((await judge(database, attempts)).errors).toEqual([]);
    return fresh;
  };
  const commit = (record: SpoolRecord, under?: PlacedShard) => commitAll([record], under);
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
    expect(claims.filter((fresh) => fresh === 1)).toHaveLength(2);
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

  it('does not take a chunk for lost while it is on its way, though the end of the shard is there', async () => {
    const [chunk, outcome] = await draw();
    const body = JSON.stringify({ reason: 'completed', restored: { verified: true, differences: [] }, error: null });
    const end = { seq: 3, kind: 'shard_end', body } as const;
    await commit(outcome!);
    await commit({ ...end, crc: recordCrc(end) });
    expect(await judgeLeftovers(database, null)).toBe(0);
    expect(await firstTrial()).toMatchObject({ state: 'assigned', attempt: 1 });
    await commit(chunk!);
    expect(await firstTrial()).toMatchObject({ state: 'accepted', attempt: 1 });
  });

  it('accepts a trial once when all its records come at the same moment, several times', async () => {
    const records = await draw();
    await Promise.all([...records, ...records, ...records].map((record) => commit(record)));
    expect(await firstTrial()).toMatchObject({ state: 'accepted' });
    expect(await measurements()).toHaveLength(1);
  });

  it('accepts a trial whose last record comes while another judge has already looked for it', async () => {
    const [chunk, outcome] = await draw();
    const { attempts } = await commitRecords(database, { ...shard, records: [outcome!] }, () => undefined);
    const looked = gate();
    const complete = gate();
    const query = async (...asked: [string, unknown[]]) => {
      const answer = await database.pool.query(...asked);
      looked.open();
      await complete.opened;
      return answer;
    };
    const pool = Object.create(database.pool, { query: { value: query } }) as Database['pool'];

    const early = judge({ ...database, pool }, attempts);
    await looked.opened;
    await commitRecords(database, { ...shard, records: [chunk!] }, () => undefined);
    const late = judge(database, attempts);
    complete.open();
    await Promise.all([early, late]);

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
    ['failed', { code: 'workload_protocol', origin: 'operator' }, 'failed'],
    ['failed', { code: 'workload_killed', origin: 'operator' }, 'pending'],
    ['failed', { code: 'timeout', origin: 'operator' }, 'pending'],
    ['fault', { code: 'clock_not_applied', origin: 'device' }, 'pending'],
    ['fault', { code: 'workload_missing', origin: 'operator' }, 'skipped'],
    ['fault', { code: 'agent_bug', origin: 'bug' }, 'pending'],
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

  it.each([
    ['failed', { code: 'workload_failed', origin: 'operator' }, 3, 'workload_failed: so it was'],
    ['fault', { code: 'agent_bug', origin: 'bug' }, 3, 'agent_bug: so it was'],
    ['fault', { code: 'lost', origin: 'network' }, 3, 'lost: so it was'],
    ['fault', null, 3, 'fault'],
    ['cancelled', null, 20, 'cancelled'],
  ] as const)(
    'gives a trial up that ends as %s (%j) again and again, and says why',
    async (outcome, error, times, why) => {
      for (let attempt = 1; attempt <= times; attempt++) {
        await database.pool.query(`UPDATE trial SET state = 'assigned', shard_id = $1 WHERE position = 1`, [
          shard.shardId,
        ]);
        const [, record] = await draw();
        const body = { outcome, attempt, error: error && { ...error, message: 'so it was', transient: false } };
        await commit(rewrite({ ...record!, seq: attempt }, () => ({ ...body, chunks: 0 })));
        const ended = outcome === 'failed' ? 'failed' : 'skipped';
        expect(await firstTrial()).toMatchObject({ state: attempt < times ? 'pending' : ended });
      }
      expect((await firstTrial()).reason).toBe(`${times} attempts, the last one: ${why}`);
    },
  );

  it('stores nothing of attempts that nobody asked for', async () => {
    for (const attempt of [2, 3, 2 ** 31 - 1]) {
      const records = await draw(2 * (attempt % 10));
      for (const record of records) await commit(rewrite(record, () => ({ attempt })));
    }
    const again = (await draw(40)).map((record) => rewrite(record, () => ({ attempt: 1 })));
    for (const record of [...(await draw(30)), ...again]) await commit(record);
    expect(await measurements()).toMatchObject([{ attempt: 1, verdict: 'accepted' }]);
    expect(await database.prisma.traceChunk.count()).toBe(1);
    expect(await firstTrial()).toMatchObject({ state: 'accepted', attempt: 1 });
  });

  it('stores what no text of a database takes without it', async () => {
    const [, record] = await draw();
    const message = 'half \ud800 of it, \0 and \u001b[2J';
    const error = { code: 'workload_protocol', message, origin: 'operator', transient: false } as const;
    await commit(rewrite({ ...record!, seq: 1 }, () => ({ outcome: 'failed', chunks: 0, error })));
    expect(reported).toEqual([]);
    expect(await firstTrial()).toMatchObject({
      state: 'failed',
      reason: 'workload_protocol: half \ufffd of it, \ufffd and \ufffd[2J',
    });
  });

  it.each([
    ['no JSON', '{"trialId'],
    ['a NUL', 'a\0b'],
    ['a list without an end', '['.repeat(150_000)],
    ['nothing', ''],
  ])('counts an outcome that is %s as durable', async (_case, body) => {
    const record = { seq: 1, kind: 'trial' as const, body };
    expect(await commit({ ...record, crc: recordCrc(record) })).toBe(1);
    expect(reported).toMatchObject([{ code: 'record_corrupt', origin: 'bug' }]);
    expect(reported[0]!.message.length).toBeLessThan(2_000);
    expect(await measurements()).toEqual([]);
  });

  it('rejects a trial that reports more batches than were asked for, and computes nothing with them', async () => {
    const [chunk, record] = await draw();
    await commit(chunk!);
    await commit(rewrite(record!, () => ({ batches: { count: 2 ** 40, meanUs: 1, sdUs: 0 } })));
    expect(await measurements()).toMatchObject([{ verdict: 'rejected', findings: [{ check: 'batches_complete' }] }]);
    expect(await firstTrial()).toMatchObject({
      state: 'skipped',
      reason: expect.stringMatching(/^batches_complete: .*; another attempt would be the same$/) as string,
    });
  });

  it('commits records together, each once, and those of several trials', async () => {
    const [first, second] = await database.prisma.trial.findMany({ orderBy: { position: 'asc' } });
    const records = [
      ...drawTrial(first!.id, 1e9, 1, seededRandom(4)).records,
      ...drawTrial(second!.id, 2e9, 3, seededRandom(5)).records,
    ];
    expect(await commitAll([records[1]!, records[1]!])).toBe(1);
    expect(await commitAll([...records].reverse())).toBe(3);
    expect(await commitAll(records)).toBe(0);
    const states = await database.prisma.trial.findMany({ orderBy: { position: 'asc' } });
    expect(states.slice(0, 2).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 4, ended: false });
  });

  it('keeps what is well made of records that are committed together', async () => {
    const [chunk, outcome] = await draw();
    const text = { seq: 3, kind: 'trial' as const, body: 'no JSON' };
    expect(await commitAll([chunk!, { ...text, crc: recordCrc(text) }, outcome!])).toBe(3);
    expect(reported).toMatchObject([{ code: 'record_corrupt' }]);
    expect(await firstTrial()).toMatchObject({ state: 'accepted' });
  });

  it('rejects an outcome that the database refuses, and keeps what was to be committed with it', async () => {
    await database.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.body ? 'chunks' THEN RAISE 'no such text' USING ERRCODE = '22P05'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refusing BEFORE INSERT ON measurement FOR EACH ROW EXECUTE FUNCTION refuse()`);
    const fresh = await commitAll(await draw()).finally(() => database.pool.query('DROP FUNCTION refuse CASCADE'));
    expect(fresh).toBe(2);
    expect(reported).toMatchObject([{ code: 'record_corrupt' }]);
    expect(reported[0]!.message).toContain('no such text (22P05)');
    expect(await database.prisma.traceChunk.count()).toBe(1);
    expect(await measurements()).toMatchObject([{ verdict: 'rejected', findings: [{ check: 'raw_data_corrupt' }] }]);
  });

  it('refuses a stale fence and changes nothing', async () => {
    const stale = shard;
    await handOverShard(database, shard);
    const [placement] = planPlacement(await readDispatchSnapshot(database));
    shard = (await placeShard(database, placement!))!;
    for (const record of await draw()) expect(await commit(record, stale)).toBe(null);
    expect(await measurements()).toEqual([]);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 0, ended: false });
  });

  it('stores nothing of a record that was damaged on its way', async () => {
    const [record] = await draw();
    const damaged = commit({ ...record!, body: record!.body.replace('"attempt":1', '"attempt":2') });
    await expect(damaged).rejects.toMatchObject({ code: 'record_damaged', transient: true });
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 0, ended: false });
  });

  it('rejects a trial whose trace cannot be decoded, and it is measured again', async () => {
    const [chunk, outcome] = await draw();
    const body = chunk!.body.replace(/"data":"[^"]{8}/, '"data":"AAAAAAAA');
    expect(await commit({ ...chunk!, body, crc: recordCrc({ ...chunk!, body }) })).toBe(1);
    await commit(outcome!);
    expect(await firstTrial()).toMatchObject({ state: 'pending', attempt: 2 });
    const [kept] = await measurements();
    expect(kept).toMatchObject({ verdict: 'rejected', findings: [{ check: 'raw_data_corrupt' }], source: 'device' });
    expect(await judgeLeftovers(database, null)).toBe(0);
  });

  it('keeps an outcome that cannot be understood, and rejects it', async () => {
    const [, outcome] = await draw();
    const body = JSON.stringify({ trialId: (await firstTrial()).id, attempt: 1, outcome: 'who knows', chunks: '?' });
    expect(await commit({ ...outcome!, seq: 1, body, crc: recordCrc({ ...outcome!, seq: 1, body }) })).toBe(1);
    expect(reported).toMatchObject([{ code: 'record_corrupt' }]);
    expect(await measurements()).toMatchObject([{ verdict: 'rejected', findings: [{ check: 'raw_data_corrupt' }] }]);
    expect(await firstTrial()).toMatchObject({ state: 'pending', attempt: 2 });
  });

  it.each([
    ['a trial of another device', () => elsewhere()],
    ['no trial at all', () => Promise.resolve('00000000-0000-4000-8000-000000000000')],
  ])('stores nothing for %s', async (_case, trialId) => {
    for (const record of drawTrial(await trialId(), 1e9, 1, seededRandom(4)).records) {
      expect(await commit(record)).toBe(1);
    }
    expect(await measurements()).toEqual([]);
    expect(await database.prisma.traceChunk.count()).toBe(0);
  });

  it('counts a record that names no trial as durable', async () => {
    const [chunk, outcome] = drawTrial('no uuid', 1e9, 1, seededRandom(4)).records;
    expect([await commit(chunk!), await commit(outcome!)]).toEqual([1, 1]);
    expect(reported).toMatchObject([{ code: 'record_corrupt' }, { code: 'record_corrupt' }]);
    expect(await readDurableRecords(database, shard.shardId)).toEqual({ lastSeq: 2, ended: false });
  });

  const elsewhere = async () => {
    const { id } = await seedDevice(database, 'device-b');
    await seedCampaign(database, id, 1);
    return (await database.prisma.trial.findFirstOrThrow({ where: { deviceId: id } })).id;
  };
});
