import type { NightChange, NightChanges, NightSeriesList, NightSeriesView, Problem } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { CHANGED_IN, GPU_MHZ, nightAt, NIGHTS, seedNights } from '../../testkit/seed-nights';

describe('changes over the nights of a schedule', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    await seedNights(database);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const changes = async () => (await lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;

  it('are found with their size, their first night and the versions, and nothing else is confirmed', async () => {
    const view = await changes();
    expect(view).toMatchObject({ schedule: 'nightly', simulated: true, nights: NIGHTS, learning: 0 });
    const confirmed = view.changes.filter(({ state }) => state === 'confirmed');
    expect(new Set(confirmed.map(({ about }) => about))).toEqual(
      new Set(['alexnet, batch 16, GPU 614.4 MHz, CPU 1479 MHz']),
    );
    expect(confirmed[0]).toMatchObject({
      ...{ kind: 'series', device: 'nano-1', cells: 1, underTest: { before: 'v1', since: 'v2' } },
      since: { at: '2026-03-31T21:00:00.000Z', local: expect.stringMatching(/^2026-03-31 23:00/) },
    });
    expect(confirmed[0]!.changePct).toBeGreaterThan(2.5);
    expect(confirmed[0]!.changePct).toBeLessThan(5.5);
    expect(view.expectedFalsePerNight).toBeGreaterThan(0);
    expect(view.expectedFalsePerNight).toBeLessThan(0.01);
    const energy = view.detectable.find(({ metric }) => metric === 'energy')!;
    expect(energy.halfPct).toBeGreaterThan(0.1);
    expect(energy.allPct).toBeLessThan(4);
    expect(await changes()).toEqual(view);
  });

  it('are for those who may see the schedule', async () => {
    const { status, body } = await (await lab.as('eva', 'researcher'))('GET', '/v1/schedules/nightly/changes');
    expect(status).toBe(404);
    expect((body as Problem).code).toBe('schedule_unknown');
  });

  it('have a calendar, a self-test, and a list of all that is judged', async () => {
    const { calendar, selfTest, balance, changes: found } = await changes();
    expect(calendar).toHaveLength(NIGHTS);
    expect(calendar.slice(0, 20).every(({ verdict }) => verdict === 'learning')).toBe(true);
    const confirmed = found.filter(({ state }) => state === 'confirmed').map(({ id }) => id);
    expect(calendar.flatMap((night) => night.confirmed).sort()).toEqual([...confirmed].sort());
    expect(calendar.filter(({ verdict }) => verdict === 'changed').length).toBeGreaterThan(0);
    expect(balance).toMatchObject({ worse: confirmed.length, better: 0 });
    expect(selfTest.injected).toBe(3 * (NIGHTS - 20));
    const { series } = (await lab.call('GET', '/v1/schedules/nightly/series')).body as NightSeriesList;
    expect(series.filter(({ kind, metric }) => kind === 'series' && metric === 'energy')).toHaveLength(GPU_MHZ.length);
    const changed = series.find(({ key }) => key === found[0]!.key)!;
    expect(changed).toMatchObject({ device: 'nano-1', nights: NIGHTS, sentinel: false });
    expect(changed.detectablePct).toBeGreaterThan(0);
  });

  it('are seen in a series with its reference and its band', async () => {
    const change = (await changes()).changes.find(({ state, metric }) => state === 'confirmed' && metric === 'power')!;
    const query = new URLSearchParams({ kind: change.kind, key: change.key, metric: change.metric });
    const view = (await lab.call('GET', `/v1/schedules/nightly/series/points?${query.toString()}`))
      .body as NightSeriesView;
    expect(view).toMatchObject({ unit: 'mW', about: change.about, device: 'nano-1' });
    const { changes: all } = await changes();
    const ofSeries = view.changes.map((id) => all.find((each) => each.id === id)!);
    // Suspicions that measuring went on to refute are listed too; none but this one stays.
    expect(ofSeries.filter(({ state }) => state !== 'went_away')).toEqual([change]);
    expect(view.nights).toHaveLength(NIGHTS);
    expect(view.nights[5]).toMatchObject({ reference: null, low: null, high: null });
    const before = view.nights[CHANGED_IN - 1]!;
    expect(before.low).toBeLessThan(before.value!);
    expect(before.value).toBeLessThan(before.high!);
    const after = view.nights[CHANGED_IN + 1]!;
    expect(after.value).toBeGreaterThan(after.high!);
    expect(after.reference! / before.reference!).toBeCloseTo(1, 2);
    expect(view.nights.find(({ measured }) => measured !== null)!.measured).toBeGreaterThan(4_500);
    const unknown = await lab.call('GET', '/v1/schedules/nightly/series/points?key=x&metric=power');
    expect([unknown.status, (unknown.body as Problem).code]).toEqual([404, 'series_unknown']);
  });

  it('are marked by people: acknowledged, expected, reopened', async () => {
    const [change] = (await changes()).changes.filter(({ state }) => state === 'confirmed');
    const mark = async (body: object, id = change!.id) =>
      lab.call('POST', `/v1/schedules/nightly/changes/${id}/marks`, body);
    const acknowledged = await mark({ mark: 'acknowledged', note: 'bisecting', link: 'https://git.example/7' });
    expect(acknowledged.status).toBe(201);
    expect(acknowledged.body).toMatchObject({ id: change!.id, state: 'confirmed', acknowledged: true });
    const expected = (await mark({ mark: 'expected' })).body as NightChange;
    expect(expected).toMatchObject({ id: change!.id, state: 'expected', acknowledged: false });
    expect(expected.marks.map((each) => each.mark)).toEqual(['acknowledged', 'expected']);
    expect(expected.marks[0]).toMatchObject({
      note: 'bisecting',
      link: 'https://git.example/7',
      by: expect.any(String),
    });
    const again = await mark({ mark: 'dismissed' });
    expect([again.status, (again.body as Problem).code]).toEqual([409, 'change_decided']);
    expect((await mark({ mark: 'reopened' })).body).toMatchObject({ state: 'confirmed', acknowledged: false });
    expect((await mark({ mark: 'expected' }, 'ffffffffff')).status).toBe(404);
    expect((await mark({ mark: 'note', link: 'javascript:alert(1)' })).status).toBe(422);
    const { rows } = await database.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE action = 'schedule.mark'`,
    );
    expect(rows[0]!.n).toBe(3);
  });

  it('are not judged before enough nights are there, and nights without a measurement change nothing', async () => {
    const before = await changes();
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, ended_at, end_reason)
       SELECT id, $1, $1, 1, now(), 'resolver_failed' FROM schedule`,
      [nightAt(NIGHTS)],
    );
    expect(await changes()).toEqual(before);
    await database.pool.query(`DELETE FROM schedule_tick WHERE tick >= $1`, [nightAt(5)]);
    expect(await changes()).toMatchObject({ nights: 5, learning: 16, changes: [], detectable: [] });
  });
});
