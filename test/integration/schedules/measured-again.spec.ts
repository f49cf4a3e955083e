import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CampaignView, NightChanges, NightList, NightView, Problem } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedResults, type SeededCell } from '../../testkit/seed-results';
import { until } from '../../testkit/until';
import { versionedWorkload } from '../../testkit/versioned-workload';

const NIGHTS = 30;
const DAY_MS = 86_400_000;
const BATCHES = [4, 8, 16];
const CHANGED_BATCH = 8;
const FASTER_BATCH = 16;

describe('what looks suspicious in a night', () => {
  let lab: Lab;
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jf-resolvers-'));
    const resolver = join(folder, 'revision');
    writeFileSync(resolver, `#!/bin/sh\ncat ${join(folder, 'version')}\n`);
    chmodSync(resolver, 0o700);
    lab = await startLab({ twins: ['jetson-nano'], controller: { resolversFolder: folder } });
    database = openDatabase(lab.databaseUrl);
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
    rmSync(folder, { recursive: true });
  });

  // v2 left the faster runtime for one batch size, and v3 took it for another.
  const faster = { v1: [CHANGED_BATCH], v3: [FASTER_BATCH] };
  const file = (version: string): string => `
name: nightly
workloads:
  - { name: mine, command: [python3, ${versionedWorkload(lab.twins[0]!.root, { faster })}] }
parameters: { version: ${JSON.stringify(version)} }
baseline: none
factors: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz, batchSize: ${JSON.stringify(BATCHES)} }
repetitions: 3
idlePower: off
startTemperature: off
inferences: 400
`;
  const nights = async (): Promise<NightView[]> =>
    ((await lab.call('GET', '/v1/schedules/nightly/nights')).body as NightList).nights;
  const changes = async (): Promise<NightChanges> =>
    (await lab.call('GET', '/v1/schedules/nightly/changes')).body as NightChanges;
  const night = async (version: string): Promise<NightView> => {
    writeFileSync(join(folder, 'version'), version);
    const [before] = await nights();
    expect((await lab.call('POST', '/v1/schedules/nightly/trigger')).status).toBe(200);
    const isOver = ([last]: NightView[]): boolean => last?.due.at !== before?.due.at && Boolean(last?.endedAt);
    await until(async () => isOver(await nights()), { timeoutMs: 150_000 });
    return (await nights())[0]!;
  };

  /** Nights before the first real one, like it but for noise. */
  const seedNights = async (campaignId: string): Promise<void> => {
    const { rows } = await database.pool.query<{ batch: number; powerMw: number; durationMs: number }>(
      `SELECT (c.levels->>'batchSize')::int AS batch, avg(m.mean_power_mw) AS "powerMw", avg(m.duration_ms) AS "durationMs"
       FROM trial t JOIN measurement m ON m.trial_id = t.id JOIN cell c ON c.id = t.cell_id WHERE t.campaign_id = $1 GROUP BY 1`,
      [campaignId],
    );
    const [device] = (await database.pool.query<{ id: string }>('SELECT id FROM device')).rows as [{ id: string }];
    const random = derivedRandom(3, 'nights');
    const noise = (sd: number): number => Math.exp(sd * normalDeviate(random));
    for (let back = NIGHTS; back > 0; back--) {
      const cells = rows.map(({ batch, powerMw, durationMs }): SeededCell => ({
        ...{ workload: 'mine', inferences: 400 },
        ...{ powerMw: powerMw * noise(0.004), durationMs: durationMs * noise(0.004) },
        levels: {
          ...{ gpuHz: 614_400_000, cpuKhz: 1_479_000, batchSize: batch, inferences: 400 },
          ...({ 'parameters.version': 'v1' } as object),
        },
      }));
      const seeded = await seedResults(database, [{ id: device.id, gain: noise(0.004) }], cells);
      await database.pool.query(
        `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
         SELECT id, $2, $2, 1, $1, 'v1', now(), 'completed' FROM schedule`,
        [seeded, new Date(Date.now() - back * DAY_MS)],
      );
    }
  };

  it('is refused where the file asks for a version that nobody says', async () => {
    const body = { name: 'nightly', source: file('${underTest}'), cron: '0 22 * * *', zone: 'Europe/Berlin' };
    const { status, body: problem } = await lab.call('POST', '/v1/schedules', body);
    expect([status, (problem as Problem).code]).toEqual([422, 'resolver_needed']);
    const added = await lab.call('POST', '/v1/schedules', { ...body, resolver: 'revision', window: null });
    expect(added.status).toBe(201);
  });

  it('is measured again the same night, former and present version in turn, and confirmed as a change of the workload', async () => {
    const first = await night('v1');
    expect(first).toMatchObject({ outcome: 'complete', underTest: 'v1', again: null });
    await seedNights(first.campaign!);
    expect((await changes()).learning).toBe(0);

    const second = await night('v2');
    expect(second).toMatchObject({ outcome: 'complete', underTest: 'v2', again: expect.any(String) });
    const again = (await lab.call('GET', `/v1/campaigns/${second.again!}`)).body as CampaignView;
    expect(again).toMatchObject({ name: 'nightly, measured again' });
    const cells = await database.pool.query<{ batch: number; version: string }>(
      `SELECT (levels->>'batchSize')::int AS batch, levels->>'parameters.version' AS version FROM cell WHERE campaign_id = $1 ORDER BY 2`,
      [second.again],
    );
    expect(cells.rows).toEqual([
      { batch: CHANGED_BATCH, version: 'v1' },
      { batch: CHANGED_BATCH, version: 'v2' },
    ]);
    const order = await database.pool.query<{ version: string }>(
      `SELECT c.levels->>'parameters.version' AS version FROM trial t JOIN cell c ON c.id = t.cell_id
       WHERE t.campaign_id = $1 ORDER BY t.position LIMIT 4`,
      [second.again],
    );
    const [a, b, c, d] = order.rows.map(({ version }) => version);
    expect([a === d, b === c, a === b]).toEqual([true, true, false]);

    const confirmed = (await changes()).changes.filter(({ state }) => state === 'confirmed');
    expect(confirmed).toHaveLength(1);
    expect(confirmed[0]).toMatchObject({
      ...{ cause: 'workload', underTest: { before: 'v1', since: 'v2' }, measuredAgain: { outcome: 'differ' } },
      about: expect.stringContaining(`batch ${CHANGED_BATCH}`),
    });
    expect(confirmed[0]!.changePct).toBeGreaterThan(12);
    expect(confirmed[0]!.changePct).toBeLessThan(19);
    expect(confirmed[0]!.about).not.toContain('version');
  }, 240_000);

  it('is not measured again in a night whose version is as before', async () => {
    expect(await night('v2')).toMatchObject({ outcome: 'complete', again: null });
  }, 120_000);

  it('stays suspected where the device goes away meanwhile: the night ends after two hours, and the next nights decide', async () => {
    writeFileSync(join(folder, 'version'), 'v3');
    // Nights of nine trials would take weeks to save up what the one before has spent.
    await database.pool.query('UPDATE night_rematch SET executions = 0');
    expect((await lab.call('POST', '/v1/schedules/nightly/trigger')).status).toBe(200);
    await until(async () => (await nights())[0]!.again !== null, { timeoutMs: 300_000 });
    const away = { reason: 'taken away', immediately: true };
    expect((await lab.call('POST', `/v1/devices/${lab.twins[0]!.name}/quarantine`, away)).status).toBe(200);
    expect((await nights())[0]!.endedAt).toBeNull();
    await database.pool.query(
      `UPDATE schedule_tick SET checked_at = checked_at - interval '2 hours' WHERE ended_at IS NULL`,
    );
    await until(async () => (await nights())[0]!.endedAt !== null, { timeoutMs: 120_000 });

    const [night] = await nights();
    expect(night).toMatchObject({ outcome: 'complete', underTest: 'v3', again: expect.any(String) });
    const again = (await lab.call('GET', `/v1/campaigns/${night!.again!}`)).body as CampaignView;
    expect(again.state).toBe('stopped');
    const left = (await changes()).changes.filter(({ flagged }) => flagged.at === night!.due.at);
    const about = expect.stringContaining(`batch ${FASTER_BATCH}`) as string;
    expect(left).toContainEqual(expect.objectContaining({ about, state: 'suspected' }));
    expect(left.filter(({ measuredAgain }) => measuredAgain !== null)).toEqual([]);
  }, 480_000);
});
