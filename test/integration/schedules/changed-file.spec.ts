import type { NightChanges, NightSeriesList } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const BEFORE = 30;
const AFTER = 10;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-01T21:00:00Z');

/** A cell of the file, with what it measures. */
type Planned = readonly [batchSize: number, inferences: number, durationMs: number];

// With fewer inferences each one takes longer: the share of the first ones is larger.
const OLD_FILE: readonly Planned[] = [
  [4, 3200, 40_000],
  [8, 3200, 36_000],
  [16, 3200, 34_000],
  [32, 3200, 33_000],
];
const NEW_FILE: readonly Planned[] = [
  [4, 3200, 40_000],
  [8, 3200, 36_000],
  [16, 1600, 18_000],
  [64, 3200, 32_000],
];

describe('a campaign file that is changed under an old reference', () => {
  let lab: Lab;
  let database: Database;
  let deviceId: string;
  const random = derivedRandom(5, 'nights');

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    deviceId = (await seedDevice(database, 'nano-1')).id;
    await database.pool.query(
      `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
       SELECT '00000000-0000-7000-8000-000000000001', 'nightly', id, 'name: x', '0 22 * * *', 'Europe/Berlin', 'skip', 0, now() FROM account LIMIT 1`,
    );
    await seed(0, BEFORE, OLD_FILE);
    await seed(BEFORE, BEFORE + AFTER, NEW_FILE);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  async function seed(from: number, to: number, file: readonly Planned[], slower = 1): Promise<void> {
    const noise = (sd: number): number => Math.exp(sd * normalDeviate(random));
    for (let night = from; night < to; night++) {
      const cells = file.map(([batchSize, inferences, durationMs]): SeededCell => ({
        ...{ inferences, powerMw: 5_000 * noise(0.003), durationMs: durationMs * noise(0.003) },
        levels: { gpuHz: 614_400_000, cpuKhz: 1_479_000, batchSize },
      }));
      cells[0]!.durationMs *= slower;
      const campaign = await seedResults(database, [{ id: deviceId, gain: noise(0.004) }], cells);
      await database.pool.query(
        `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, ended_at, end_reason)
         SELECT id, $2, $2, 1, $1, now(), 'completed' FROM schedule`,
        [campaign, new Date(FIRST_MS + night * DAY_MS)],
      );
    }
  }
  const changes = async (): Promise<NightChanges> =>
    (await lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;

  it('makes no change: what the file no longer asks for keeps its history, what is new learns its own reference', async () => {
    const view = await changes();
    expect(view).toMatchObject({ nights: BEFORE + AFTER, learning: 0 });
    expect(view.changes.filter(({ state }) => state === 'confirmed')).toEqual([]);
    const { series } = (await lab.call('GET', '/v1/schedules/nightly/series')).body as NightSeriesList;
    const latency = series.filter(({ kind, metric }) => kind === 'series' && metric === 'latency');
    const nightsOf = (batch: number): number[] =>
      latency.filter(({ about }) => about.includes(`batch ${batch},`)).map(({ nights }) => nights);
    expect([4, 8, 32, 64].map(nightsOf)).toEqual([[BEFORE + AFTER], [BEFORE + AFTER], [BEFORE], [AFTER]]);
    expect(nightsOf(16).sort((a, b) => a - b)).toEqual([AFTER, BEFORE]);
    const gone = latency.find(({ about }) => about.includes('batch 32,'))!;
    expect(gone.last!.at).toBe(new Date(FIRST_MS + (BEFORE - 1) * DAY_MS).toISOString());
  });

  it('leaves the reference of what stays: a change in it is found', async () => {
    await seed(BEFORE + AFTER, BEFORE + AFTER + 6, NEW_FILE, 1.04);
    const confirmed = (await changes()).changes.filter(({ state }) => state === 'confirmed');
    expect(confirmed.map(({ about }) => about)).toEqual([expect.stringContaining('batch 4,')]);
    expect(confirmed[0]!.changePct).toBeGreaterThan(3);
    expect(confirmed[0]!.changePct).toBeLessThan(5);
  });
});
