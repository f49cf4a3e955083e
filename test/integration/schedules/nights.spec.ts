import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  CampaignView,
  LaunchResult,
  NightList,
  NightlyReport,
  NightView,
  Problem,
  SchedulePreview,
  ScheduleView,
} from '@joulefleet/contracts';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

const MINUTE_MS = 60_000;

const file = (repetitions: number) => `
name: nightly
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz }
repetitions: ${repetitions}
inferences: 1600
shardTrials: 1
`;

describe('a schedule', () => {
  let lab: Lab;
  let folder: string;
  let mia: Call;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jf-resolvers-'));
    const resolvers = { revision: 'cat > seen; echo " v1.2 "', broken: 'echo no checkout >&2; exit 4', silent: 'true' };
    for (const [name, script] of Object.entries(resolvers)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o700);
    }
    lab = await startLab({ twins: ['jetson-nano'], controller: { resolversFolder: folder } });
    await lab.enroll(lab.twins[0]!);
    mia = await lab.as('mia', 'researcher');
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true });
  });

  const sql = (text: string) => queryOnce(lab.databaseUrl, text);
  const add = async (name: string, more: object, call = mia) => {
    const body = { name, source: file(2), cron: '0 22 * * *', zone: 'Europe/Berlin', ...more };
    const answer = await call('POST', '/v1/schedules', body);
    return { status: answer.status, body: answer.body as ScheduleView & Problem };
  };
  const nights = async (name: string): Promise<NightView[]> =>
    ((await mia('GET', `/v1/schedules/${name}/nights`)).body as NightList).nights;
  const over = async (name: string, count = 1): Promise<NightView[]> => {
    const isOver = ({ outcome }: NightView): boolean => outcome !== 'running';
    await until(async () => (await nights(name)).filter(isOver).length >= count, { timeoutMs: 60_000 });
    return nights(name);
  };
  const campaign = async (id: string): Promise<CampaignView> =>
    (await mia('GET', `/v1/campaigns/${id}`)).body as CampaignView;
  /** A window in UTC from and to so many minutes from now. */
  const window = (from: number, to: number): string =>
    [from, to].map((minutes) => new Date(Date.now() + minutes * MINUTE_MS).toISOString().slice(11, 16)).join('-');

  it('starts what is due once, as its owner, with what is under test', async () => {
    const due = new Date(Date.now() - 1000);
    const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    expect((await add('due', { cron, zone: 'UTC', resolver: 'revision', priority: 7 })).status).toBe(201);
    // As if it had been added before this minute began.
    await sql(`UPDATE schedule SET decided_until = now() - interval '120 s' WHERE name = 'due'`);
    const [night, ...others] = await over('due');
    expect(others).toEqual([]);
    expect(night).toMatchObject({
      outcome: 'complete',
      endReason: 'completed',
      underTest: 'v1.2',
      triggeredBy: null,
      trials: { total: 2, accepted: 2, missing: 0 },
    });
    expect(await campaign(night!.campaign!)).toMatchObject({ owner: 'mia', priority: 7, state: 'completed' });
    const { body } = await lab.call('GET', '/v1/audit?subject=campaign');
    expect(JSON.stringify(body)).toContain('"via":"schedule due"');
    const report = (await mia('GET', '/v1/nights')).body as NightlyReport;
    expect(report.nights).toContainEqual({ schedule: 'due', night });
  }, 90_000);

  it('stops at the end of its window, and begins the next night with what is missing', async () => {
    // Due ten minutes ago: only who triggers it starts it now.
    const minute = new Date(Date.now() - 10 * MINUTE_MS).getUTCMinutes();
    await add('short', { source: file(8), zone: 'UTC', cron: `${minute} * * * *` });
    await mia('POST', '/v1/schedules/short/pause');
    await mia('POST', '/v1/schedules/short/trigger');
    const again = await mia('POST', '/v1/schedules/short/trigger');
    expect([again.status, (again.body as Problem).code]).toEqual([409, 'schedule_running']);
    await until(async () => ((await nights('short')).at(-1)?.trials?.accepted ?? 0) > 0);
    // As if the night had begun ten minutes ago, in a window that is over by now.
    await sql(`UPDATE schedule_tick SET decided_at = decided_at - interval '10 min' WHERE triggered_by IS NOT NULL`);
    expect((await mia('PATCH', '/v1/schedules/short', { window: window(-15, -2) })).status).toBe(200);
    const first = (await over('short')).find(({ triggeredBy }) => triggeredBy === 'mia')!;
    expect(first).toMatchObject({ outcome: 'incomplete', endReason: 'window_over' });
    expect(first.trials!.missing).toBeGreaterThan(0);
    expect(await campaign(first.campaign!)).toMatchObject({ state: 'stopped', stoppedBy: 'mia' });

    await mia('PATCH', '/v1/schedules/short', { window: null });
    await mia('POST', '/v1/schedules/short/trigger');
    await lab.restartController();
    const triggered = async () => (await nights('short')).filter(({ triggeredBy }) => triggeredBy === 'mia');
    await until(async () => (await triggered())[0]!.outcome === 'complete', { timeoutMs: 60_000 });
    const [second] = await triggered();
    expect(second).toMatchObject({ continued: first.campaign, outcome: 'complete' });
    expect(second!.campaign).not.toBe(first.campaign);
    expect(await campaign(first.campaign!)).toMatchObject({ state: 'completed', trials: { accepted: 8 } });
    const launched = await sql(`SELECT count(*)::int AS n FROM campaign WHERE source LIKE '%repetitions: 8%'`);
    expect(launched).toEqual([{ n: 2 }]);
  }, 120_000);

  it('stops when its device time is spent', async () => {
    await add('budget', { source: file(8), budgetHours: 1e-6 });
    await mia('POST', '/v1/schedules/budget/trigger');
    const [night] = await over('budget');
    expect(night).toMatchObject({ endReason: 'budget_spent' });
    expect(night!.deviceHours).toBeGreaterThan(0);
  }, 90_000);

  it.each([
    ['broken', 'exit code 4: no checkout'],
    ['silent', 'it printed nothing'],
  ])('records that the resolver %s failed, and launches nothing', async (resolver, said) => {
    await add(`by-${resolver}`, { resolver });
    await mia('POST', `/v1/schedules/by-${resolver}/trigger`);
    const [night] = await over(`by-${resolver}`);
    expect(night).toMatchObject({ outcome: 'failed', endReason: 'resolver_failed', campaign: null });
    expect(night!.detail).toContain(said);
  });

  it('records why a file cannot be launched any more', async () => {
    await add('stale', {});
    await sql(`UPDATE schedule SET source = replace(source, 'alexnet', 'alexnot') WHERE name = 'stale'`);
    await mia('POST', '/v1/schedules/stale/trigger');
    const [night] = await over('stale');
    expect(night).toMatchObject({ outcome: 'failed', endReason: 'launch_failed' });
    expect(night!.detail).toContain('alexnot');
  });

  it('skips with the reason when it is paused, or its owner is disabled', async () => {
    const noa = await lab.as('noa', 'researcher');
    await add('asleep', { cron: '* * * * *' });
    await mia('POST', '/v1/schedules/asleep/pause');
    await add('orphan', { cron: '* * * * *' }, noa);
    await lab.call('PATCH', '/v1/users/noa', { disabled: true });
    await sql(`UPDATE schedule SET decided_until = now() - interval '10 min' WHERE name IN ('asleep', 'orphan')`);
    const read = async (name: string) =>
      ((await lab.call('GET', `/v1/schedules/${name}/nights`)).body as NightList).nights;
    await until(async () => (await read('asleep')).length + (await read('orphan')).length >= 2);
    expect((await read('asleep'))[0]).toMatchObject({ skipped: 'paused', outcome: 'skipped', campaign: null });
    expect((await read('orphan'))[0]).toMatchObject({ skipped: 'owner_disabled', outcome: 'failed' });
    const shown = await lab.call('GET', '/v1/schedules/orphan');
    expect(shown.body).toMatchObject({ state: 'owner_disabled', next: [] });
    expect((await lab.call('POST', '/v1/schedules/orphan/trigger')).status).toBe(200);
    await until(async () => (await read('orphan'))[0]!.endReason !== null);
    expect((await read('orphan'))[0]).toMatchObject({ endReason: 'launch_failed', campaign: null });
    expect((await read('orphan'))[0]!.detail).toContain('its owner is disabled');
  });

  it.each([
    [{ cron: '0 0 30 2 *' }, 'cron_never'],
    [{ cron: '61 * * * *' }, 'cron_invalid'],
    [{ zone: 'Europe/Atlantis' }, 'zone_unknown'],
    [{ window: '22:00' }, 'time_invalid'],
    [{ window: '22:00-22:00' }, 'window_empty'],
    [{ window: '01:00-02:00' }, 'window_never'],
    [{ lateUntil: '25:00' }, 'time_invalid'],
    [{ source: 'name: x' }, 'bad_campaign'],
    [{ resolver: 'missing' }, 'resolver_missing'],
    [{ resolver: '../hooks/plug' }, 'bad_request'],
    [{ budgetHours: -1 }, 'bad_request'],
    [{ unknown: 1 }, 'bad_request'],
  ])('with %j is refused as %s, and nothing is stored', async (more, code) => {
    const { status, body } = await add('bad', more);
    expect([status, body.code]).toEqual([422, code]);
    expect((await mia('GET', '/v1/schedules/bad')).status).toBe(404);
  });

  it('says when a rule would start, and stores nothing', async () => {
    const rule = { cron: '30 2 * * *', zone: 'Europe/Berlin' };
    const { status, body } = await mia('POST', '/v1/schedules/preview', rule);
    expect(status).toBe(200);
    expect((body as SchedulePreview).next).toHaveLength(5);
    const never = await mia('POST', '/v1/schedules/preview', { ...rule, window: '22:00-23:00' });
    expect([never.status, (never.body as Problem).code]).toEqual([422, 'window_never']);
  });

  it('lists the nights of a span, with runs of skipped starts that reach into it', async () => {
    await add('spanned', {});
    const id = `(SELECT id FROM schedule WHERE name = 'spanned')`;
    await sql(`INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, skipped)
      VALUES (${id}, '2026-03-01 21:00Z', '2026-03-04 21:00Z', 4, 'missed'), (${id}, '2026-03-10 21:00Z', '2026-03-10 21:00Z', 1, 'paused')`);
    const due = async (from: string, to: string): Promise<string[]> => {
      const { body } = await mia('GET', `/v1/schedules/spanned/nights?from=${from}&to=${to}`);
      return (body as NightList).nights.map((night) => night.due.at.slice(0, 10));
    };
    expect(await due('2026-03-03T00:00:00Z', '2026-04-01T00:00:00Z')).toEqual(['2026-03-10', '2026-03-01']);
    expect(await due('2026-03-05T00:00:00Z', '2026-03-10T21:00:00Z')).toEqual([]);
  });

  it('is seen by its owner and admins alone, keeps its name, and is removed with its nights', async () => {
    await add('private', { window: '21:00-05:00', lateUntil: '23:30', overlap: 'queue', budgetHours: 2 });
    const taken = await add('private', {});
    expect([taken.status, taken.body.code]).toEqual([409, 'schedule_exists']);
    const ida = await lab.as('ida', 'researcher');
    const vera = await lab.as('vera', 'viewer');
    expect((await ida('GET', '/v1/schedules/private')).status).toBe(404);
    expect((await ida('DELETE', '/v1/schedules/private')).status).toBe(404);
    expect((await add('mine', {}, vera)).status).toBe(403);
    const shown = (await lab.call('GET', '/v1/schedules/private')).body as ScheduleView;
    expect(shown).toMatchObject({
      owner: 'mia',
      window: '21:00-05:00',
      lateUntil: '23:30',
      overlap: 'queue',
      budgetHours: 2,
      campaign: 'nightly',
      state: 'active',
    });
    expect(shown.next).toHaveLength(5);
    expect(shown.next[0]!.local).toMatch(/ 22:00 \+0[12]:00$/);
    expect((await mia('DELETE', '/v1/schedules/private')).status).toBe(204);
    expect((await lab.call('GET', '/v1/schedules/private')).status).toBe(404);
  });

  it('is shown in the plan of a campaign on its devices, without its name to others', async () => {
    const inMs = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS);
    const start = inMs(60);
    const cron = `${start.getUTCMinutes()} ${start.getUTCHours()} * * *`;
    await add('hourly', { cron, zone: 'UTC', priority: 5 });
    const { name } = lab.twins[0]!;
    const reason = 'new fan';
    const during = { startsAt: inMs(30).toISOString(), endsAt: inMs(40).toISOString(), reason };
    expect((await lab.call('POST', `/v1/devices/${name}/maintenance`, during)).status).toBe(200);
    // Nothing was measured of the one workload: a day is looked at. The other takes seconds.
    const conflictsFor = async (call: Call, workload: string) => {
      const source = file(1).replace('alexnet', workload);
      const { status, body } = await call('POST', '/v1/campaigns', { source, dryRun: true });
      expect(status).toBe(200);
      return (body as LaunchResult).conflicts;
    };
    const conflicts = await conflictsFor(mia, 'resnet18');
    expect(conflicts).toContainEqual({
      ...{ device: name, kind: 'maintenance', name: reason, priority: null },
      ...{ startsAt: during.startsAt, endsAt: during.endsAt },
    });
    const night = conflicts.find((conflict) => conflict.name === 'hourly')!;
    expect(night).toMatchObject({ device: name, kind: 'night', endsAt: null, priority: 5 });
    expect(night.startsAt.slice(0, 16)).toBe(start.toISOString().slice(0, 16));
    const kim = await lab.as('kim', 'researcher');
    const names = (await conflictsFor(kim, 'resnet18')).map((conflict) => conflict.name);
    expect(new Set(names)).toEqual(new Set([reason, null]));
    expect(await conflictsFor(kim, 'alexnet')).toEqual([]);
    expect((await mia('DELETE', '/v1/schedules/hourly')).status).toBe(204);
  });
});
