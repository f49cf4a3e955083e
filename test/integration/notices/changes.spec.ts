import { webhookBody, type NightChanges, type NightDigest, type WeekDigest } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';
import { until } from '../../testkit/until';
import { startNoticeLab, type NoticeLab } from './notice-lab';
import { HookReceiver } from './receivers';

const NIGHTS = 34;
const CHANGED_IN = 26;
const GPU_MHZ = [307.2, 460.8, 614.4, 768, 921.6];
const CHANGED_MHZ = 614.4;

describe('a night that confirms a change', () => {
  let lab: NoticeLab;
  let database: Database;
  const hooks = new HookReceiver();

  beforeAll(async () => {
    await hooks.start();
    lab = await startNoticeLab();
    database = openDatabase(lab.databaseUrl);
    const { id } = await seedDevice(database, 'nano-1');
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    const random = derivedRandom(9, 'nights');
    const noise = (sd: number): number => Math.exp(sd * normalDeviate(random));
    for (let night = 0; night < NIGHTS; night++) {
      const cells = GPU_MHZ.map((gpuMhz): SeededCell => ({
        levels: { gpuHz: gpuMhz * 1e6, cpuKhz: 1_479_000 },
        // From one night on a cell draws 5 % more.
        powerMw: 5_000 * noise(0.004) * (gpuMhz === CHANGED_MHZ && night >= CHANGED_IN ? 1.05 : 1),
        durationMs: 40_000 * noise(0.002),
      }));
      const campaign = await seedResults(database, [{ id, gain: noise(0.006) }], cells);
      await database.pool.query(
        `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason, noticed_at)
         SELECT id, $2, $2, 1, $1, $3, now(), 'completed', now() FROM schedule WHERE name = 'nightly'`,
        [campaign, new Date(Date.parse('2026-03-01T21:00:00Z') + night * 86_400_000), night < CHANGED_IN ? 'v1' : 'v2'],
      );
    }
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
    await hooks.stop();
  });

  const received = () => hooks.posts.map(({ body }) => webhookBody.parse(JSON.parse(body)));

  it('is reported once, with the size, the first night and the versions; the nights before it are silent', async () => {
    const view = (await lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;
    const [confirmed] = view.changes.filter(({ state }) => state === 'confirmed');
    const decided = confirmed!.decided!.at;
    await lab.add({ kind: 'webhook', name: 'ci', url: hooks.url('/ci'), tls: 'none', secret: 'a secret of the lab' });
    await lab.sql(
      `UPDATE schedule_tick SET noticed_at = NULL WHERE tick BETWEEN timestamptz '${decided}' - interval '3 days' AND '${decided}'`,
    );
    await until(() => hooks.posts.length > 0, { timeoutMs: 40_000 });
    await until(async () => (await lab.sql(`SELECT 1 FROM schedule_tick WHERE noticed_at IS NULL`)).length === 0);
    const [{ digest, title, text }, ...others] = received() as [ReturnType<typeof received>[0]];
    expect(others).toEqual([]);
    expect(title).toMatch(/^nightly: [1-3] worse$/);
    const { changes, night, simulated } = digest as NightDigest;
    expect([night.due.at, night.outcome, simulated]).toEqual([decided, 'complete', true]);
    expect(changes).toContainEqual(confirmed);
    expect(confirmed).toMatchObject({
      since: { at: '2026-03-27T21:00:00.000Z' },
      underTest: { before: 'v1', since: 'v2' },
    });
    expect(text).toMatch(
      /- \+[3-7]\.\d % \([2-6]\.\d to [4-8]\.\d\) since 2026-03-27 22:00 \+01:00: .*GPU 614\.4 MHz.*v1 to v2/,
    );
    expect(text).toContain('All figures are simulated.');
  }, 60_000);

  it('is in the summary of its week', async () => {
    hooks.posts.length = 0;
    await lab.add({
      kind: 'webhook',
      name: 'week',
      url: hooks.url('/week'),
      tls: 'none',
      secret: 'a secret of the lab',
      weekly: true,
    });
    await lab.sql(
      `UPDATE notice_target SET weekly_from = '2026-03-02 08:00Z', next_weekly_at = '2026-04-06 08:00Z' WHERE name = 'week'`,
    );
    await until(() => hooks.to('/week').length > 0, { timeoutMs: 40_000 });
    const [{ digest, text }] = received() as [ReturnType<typeof received>[0]];
    const { schedules } = digest as WeekDigest;
    const nightly = schedules.find(({ schedule }) => schedule === 'nightly')!;
    expect(nightly.nights.complete).toBe(NIGHTS - 1);
    expect(nightly.fresh.length).toBeGreaterThan(0);
    expect(nightly.open).toEqual(nightly.fresh);
    expect(nightly.expectedFalse).toBeGreaterThan(0);
    expect(text).toMatch(/False findings to be expected in these nights: 0\.\d{3}\./);
    expect(text).toMatch(/Would be seen within seven nights: energy per inference \d\.\d %/);
  }, 60_000);
});
