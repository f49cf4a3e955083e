import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NightBisect, NightBisectList, NightChange, NightChanges, Problem } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedResults } from '../../testkit/seed-results';
import { until } from '../../testkit/until';
import { versionedWorkload } from '../../testkit/versioned-workload';

const VERSIONS = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6'];
const BATCH = 8;
const FASTER = { v1: [BATCH], v2: [BATCH], v3: [BATCH] };
const DAY_MS = 86_400_000;

describe('bisecting a change of nights', () => {
  let lab: Lab;
  let database: Database;
  let folder: string;
  let change: NightChange;

  const file = (version: string): string => `
name: nightly
workloads:
  - { name: mine, command: [python3, ${versionedWorkload(lab.twins[0]!.root, { faster: FASTER, failing: ['v5', 'v7', 'v8'] })}] }
parameters: { version: ${JSON.stringify(version)} }
baseline: none
factors: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz, batchSize: [4, ${BATCH}, 16] }
repetitions: 3
idlePower: off
startTemperature: off
inferences: 400
`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jf-resolvers-'));
    const resolver = join(folder, 'revision');
    writeFileSync(resolver, '#!/bin/sh\necho v6\n');
    chmodSync(resolver, 0o700);
    lab = await startLab({ twins: ['jetson-nano'], controller: { resolversFolder: folder } });
    database = openDatabase(lab.databaseUrl);
    await lab.enroll(lab.twins[0]!);
    const [device] = (await database.pool.query<{ id: string }>('SELECT id FROM device')).rows as [{ id: string }];
    const rule = { cron: '0 22 * * *', zone: 'Europe/Berlin', resolver: 'revision', window: null };
    for (const [name, version] of [
      ['nightly', '${underTest}'],
      ['fixed', 'v6'],
    ] as const) {
      const added = await lab.call('POST', '/v1/schedules', { ...rule, name, source: file(version) });
      expect(added.status).toBe(201);
    }
    for (const name of ['nightly', 'fixed']) await seedNights(device.id, name);
    change = (await changes('nightly'))[0]!;
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
    rmSync(folder, { recursive: true });
  });

  /** Thirty nights of v1, then five of v6 that take longer in one cell. */
  async function seedNights(id: string, schedule: string): Promise<void> {
    const random = derivedRandom(3, 'nights');
    const noise = (): number => Math.exp(0.004 * normalDeviate(random));
    for (let back = 35; back > 0; back--) {
      const version = back > 5 ? 'v1' : 'v6';
      const cells = [4, BATCH, 16].map((batchSize) => ({
        ...{ workload: 'mine', inferences: 400, powerMw: 4000 * noise() },
        durationMs: 2000 * noise() * (version === 'v6' && batchSize === BATCH ? 1.15 : 1),
        levels: {
          ...{ gpuHz: 614_400_000, cpuKhz: 1_479_000, batchSize, inferences: 400 },
          ...{ 'parameters.version': schedule === 'fixed' ? 'v6' : version },
        },
      }));
      const seeded = await seedResults(database, [{ id, gain: noise() }], cells);
      await database.pool.query(
        `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
         SELECT id, $2, $2, 1, $1, $3, now(), 'completed' FROM schedule WHERE name = $4`,
        [seeded, new Date(Date.now() - back * DAY_MS), version, schedule],
      );
    }
  }

  const changes = async (name: string): Promise<NightChange[]> => {
    const view = (await lab.call('GET', `/v1/schedules/${name}/changes`)).body as NightChanges;
    return view.changes.filter(({ state }) => state === 'confirmed');
  };
  const pathOf = (id = change.id, name = 'nightly'): string => `/v1/schedules/${name}/changes/${id}/bisects`;
  const newest = async (): Promise<NightBisect> =>
    ((await lab.call('GET', pathOf())).body as NightBisectList).bisects[0]!;
  const refusal = async (path: string, body: object): Promise<[number, string, string]> => {
    const { status, body: problem } = await lab.call('POST', path, body);
    const { code, detail } = problem as Problem;
    return [status, code, detail];
  };
  const over = async (): Promise<NightBisect> => {
    await until(async () => (await newest()).state !== 'running', { timeoutMs: 150_000 });
    return newest();
  };

  it('is refused where it cannot say anything', async () => {
    const versions = VERSIONS;
    expect(await refusal(pathOf('0123456789'), { versions })).toEqual([404, 'change_unknown', expect.any(String)]);
    const refused = (detail: string): unknown[] => [422, 'bisect_versions', expect.stringContaining(detail)];
    expect(await refusal(pathOf(), { versions: ['v2', 'v6'] })).toEqual(refused('good version v1 is not among the 2'));
    expect(await refusal(pathOf(), { versions: ['v1', 'v2'] })).toEqual(refused('bad version v6 is not among the 2'));
    expect(await refusal(pathOf(), { versions: [...VERSIONS].reverse() })).toEqual(refused('v1 does not come before'));
    expect(await refusal(pathOf(), { versions: ['v1', 'v1', 'v6'] })).toEqual(refused('v1 is listed twice'));
    const [other] = await changes('fixed');
    expect(await refusal(pathOf(other!.id, 'fixed'), { versions })).toEqual([
      422,
      'bisect_impossible',
      expect.stringContaining('does not ask for a version'),
    ]);
    expect((await lab.call('GET', pathOf())).body).toEqual({ bisects: [] });
  });

  it('names the version that made it, leaves out one that does not start, and goes on after a restart', async () => {
    expect(change).toMatchObject({ underTest: { before: 'v1', since: 'v6' }, narrowed: null });
    const { status, body } = await lab.call('POST', pathOf(), { versions: VERSIONS });
    expect([status, body]).toEqual([201, expect.objectContaining({ state: 'running', before: 'v1', since: 'v6' })]);
    expect((await refusal(pathOf(), { versions: VERSIONS })).slice(0, 2)).toEqual([409, 'bisect_running']);
    await until(async () => (await newest()).campaign !== null, { timeoutMs: 30_000 });
    await lab.restartController();

    const found = await over();
    expect(found).toMatchObject({
      state: 'found',
      before: 'v3',
      since: 'v4',
      between: [],
      skipped: ['v5'],
      detail: null,
    });
    expect(found.rounds[0]).toMatchObject({ versions: VERSIONS, state: 'located', before: 'v3', since: 'v4' });
    expect(found.lowPct).toBeLessThan(found.changePct!);
    expect(found.changePct).toBeGreaterThan(12);
    expect(found.changePct).toBeLessThan(19);
    const [after] = await changes('nightly');
    expect(after).toMatchObject({ id: change.id, narrowed: { before: 'v3', since: 'v4', between: 0 } });
    expect(after!.marks).toEqual([
      expect.objectContaining({ mark: 'note', by: 'admin', note: expect.stringContaining('bisect: v4 made it, +1') }),
    ]);
  }, 240_000);

  it('ends with what is known where its campaign is stopped', async () => {
    await lab.call('POST', pathOf(), { versions: ['v2', 'v4'], good: 'v2', bad: 'v4' });
    await until(async () => (await newest()).campaign !== null, { timeoutMs: 30_000 });
    const { campaign } = await newest();
    expect((await lab.call('POST', `/v1/campaigns/${campaign!}/cancel`)).status).toBe(200);
    const ended = await over();
    expect(ended).toMatchObject({ changePct: null, detail: expect.stringContaining('was ended before') });
    expect(['unclear', 'unmeasured']).toContain(ended.state);
  }, 120_000);

  it('ends where no version of a round can be measured, and says which', async () => {
    await lab.call('POST', pathOf(), { versions: ['v7', 'v8'], good: 'v7', bad: 'v8' });
    const ended = await over();
    expect(ended).toMatchObject({ state: 'unmeasured', before: 'v7', since: 'v8', changePct: null, campaign: null });
    expect(ended.rounds).toHaveLength(1);
    const { rows } = await database.pool.query<{ state: string; trials: number }>(
      'SELECT state, count(*)::int AS trials FROM trial WHERE campaign_id = $1 GROUP BY 1',
      [ended.rounds[0]!.campaign],
    );
    expect(rows.map(({ state }) => state)).not.toContain('accepted');
    const [noted] = await changes('nightly');
    expect(noted!.marks.at(-1)!.note).toContain('v7 or v8 could not be measured');
  }, 180_000);

  it('ends a round in which no trial is accepted for two hours, because the device is away', async () => {
    const away = { reason: 'taken away', immediately: true };
    expect((await lab.call('POST', `/v1/devices/${lab.twins[0]!.name}/quarantine`, away)).status).toBe(200);
    await lab.call('POST', pathOf(), { versions: ['v2', 'v4'], good: 'v2', bad: 'v4' });
    await until(async () => (await newest()).campaign !== null, { timeoutMs: 30_000 });
    expect(await newest()).toMatchObject({ state: 'running', rounds: [] });
    await database.pool.query(
      `UPDATE night_bisect SET stepped_at = stepped_at - interval '2 hours' WHERE outcome IS NULL`,
    );
    const ended = await over();
    expect(ended).toMatchObject({ changePct: null, detail: 'no trial was accepted for two hours' });
    expect(['unclear', 'unmeasured']).toContain(ended.state);
  }, 120_000);

  it('fails where the device is gone, and says so', async () => {
    const { name } = lab.twins[0]!;
    expect((await lab.call('POST', `/v1/devices/${name}/retire`, { reason: 'gone' })).status).toBe(200);
    await lab.call('POST', pathOf(), { versions: ['v2', 'v4'], good: 'v2', bad: 'v4' });
    expect(await over()).toMatchObject({ state: 'failed', rounds: [], detail: expect.any(String) });
  }, 60_000);
});
