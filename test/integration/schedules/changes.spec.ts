import type { NightChanges, Problem } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const NIGHTS = 40;
const CHANGED_IN = 30;
const GPU_MHZ = [307.2, 460.8, 614.4, 768, 921.6];
const CHANGED_MHZ = 614.4;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-01T21:00:00Z');

describe('changes over the nights of a schedule', () => {
  let lab: Lab;
  let database: Database;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    const { id } = await seedDevice(database, 'nano-1');
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    await database.pool.query(
      `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
       SELECT gen_random_uuid(), 'nightly', id, 'name: x', '0 22 * * *', 'Europe/Berlin', 'skip', 0, now() FROM account LIMIT 1`,
    );
    const random = derivedRandom(9, 'nights');
    for (let night = 0; night < NIGHTS; night++) {
      const campaign = await seedResults(database, [{ id, gain: noise(random, 0.006) }], cellsOf(night, random));
      await addNight(campaign, night);
    }
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const noise = (random: () => number, sd: number): number => Math.exp(sd * normalDeviate(random));
  /** From one night on a cell draws 4 % more. */
  const cellsOf = (night: number, random: () => number): SeededCell[] =>
    GPU_MHZ.map((gpuMhz) => ({
      levels: { gpuHz: gpuMhz * 1e6, cpuKhz: 1_479_000 },
      powerMw: 5_000 * noise(random, 0.004) * (gpuMhz === CHANGED_MHZ && night >= CHANGED_IN ? 1.04 : 1),
      durationMs: 40_000 * noise(random, 0.002),
    }));
  const addNight = (campaign: string, night: number) =>
    database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
       SELECT id, $2, $2, 1, $1, $3, now(), 'done' FROM schedule`,
      [campaign, new Date(FIRST_MS + night * DAY_MS), night < CHANGED_IN ? 'v1' : 'v2'],
    );
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

  it('are not judged before enough nights are there, and nights without a measurement change nothing', async () => {
    const before = await changes();
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, ended_at, end_reason)
       SELECT id, $1, $1, 1, now(), 'resolver_failed' FROM schedule`,
      [new Date(FIRST_MS + NIGHTS * DAY_MS)],
    );
    expect(await changes()).toEqual(before);
    await database.pool.query(`DELETE FROM schedule_tick WHERE tick >= $1`, [new Date(FIRST_MS + 5 * DAY_MS)]);
    expect(await changes()).toMatchObject({ nights: 5, learning: 16, changes: [], detectable: [] });
  });
});
