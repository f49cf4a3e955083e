import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CampaignRows, KeptAnswers, PrepareAnswersLoop, VIEW_NAMES, ViewsService } from '@joulefleet/analysis';
import { listFinishedCampaigns, openDatabase, type CampaignSummary, type Database } from '@joulefleet/store';
import { buildId } from '../../../libs/analysis/src/kept-answers/build-id';
import { createTestDatabase } from '../../testkit/database';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedResults, type SeededCell } from '../../testkit/seed-results';

const CELLS: SeededCell[] = [
  { levels: { gpuHz: 'dvfs', cpuKhz: 'dvfs' }, powerMw: 5000, durationMs: 20_000 },
  { levels: { gpuHz: 614_400_000, cpuKhz: 1_479_000 }, powerMw: 3000, durationMs: 24_000 },
  { levels: { gpuHz: 921_600_000, cpuKhz: 1_479_000 }, powerMw: 4500, durationMs: 19_000 },
];

describe('kept answers', () => {
  let database: Database;
  const query = (sql: string) => database.pool.query(sql);
  const campaign = async (): Promise<CampaignSummary> => (await listFinishedCampaigns(database, 1))[0]!;
  const answers = (build: string | null = 'one', fromTrials = 1) => new KeptAnswers(database, { build, fromTrials });
  const views = (kept = answers()) => new ViewsService(new CampaignRows(database), kept);

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await query('TRUNCATE campaign, device CASCADE');
    await seedResults(database, [await seedDevice(database)], CELLS);
  });

  /** What is asked for next is made anew (true), or was kept. */
  async function isMadeAnew(kept = answers()): Promise<boolean> {
    let made = false;
    const make = () => Promise.resolve({ made: (made = true) });
    expect(await kept.of(await campaign(), 'topology', make)).toEqual({ made: true });
    return made;
  }

  it('are made once', async () => {
    expect([await isMadeAnew(), await isMadeAnew(), await isMadeAnew()]).toEqual([true, false, false]);
  });

  it.each([
    ['trials are accepted or not any more', 'UPDATE campaign_device SET digest_revision = digest_revision + 1'],
    ['the device has another name', `UPDATE device SET name = 'other'`],
    ['the campaign is described in another way', `UPDATE campaign SET archived_at = now()`],
    ['the campaign went on and finished later', `UPDATE campaign SET finished_at = finished_at + interval '1 s'`],
  ])('are made anew once %s', async (_, change) => {
    await isMadeAnew();
    await query(change);
    expect([await isMadeAnew(), await isMadeAnew()]).toEqual([true, false]);
  });

  it('are made anew by another build of the program', async () => {
    await isMadeAnew();
    expect([await isMadeAnew(answers('two')), await isMadeAnew(answers('two'))]).toEqual([true, false]);
    expect(await isMadeAnew()).toBe(true);
  });

  it('are none of a change that happens while they are made', async () => {
    await answers().of(await campaign(), 'topology', async () => {
      await query('UPDATE campaign_device SET digest_revision = digest_revision + 1');
      return { made: true };
    });
    expect(await isMadeAnew()).toBe(true);
  });

  it.each([
    ['of a build that is not known', answers.bind(null, null)],
    ['of fewer trials', answers.bind(null, 'one', 10)],
  ])('are not kept %s', async (_, kept) => {
    expect([await isMadeAnew(kept()), await isMadeAnew(kept())]).toEqual([true, true]);
  });

  it('are not kept of a campaign that goes on', async () => {
    const running = { ...(await campaign()), finishedAt: null };
    await answers().of(running, 'topology', () => Promise.resolve(1));
    expect((await query('SELECT FROM kept_answer')).rowCount).toBe(0);
  });

  it('go with the campaign', async () => {
    await isMadeAnew();
    await query('DELETE FROM campaign');
    expect((await query('SELECT FROM kept_answer')).rowCount).toBe(0);
  });

  it('are prepared of every view, and the same as those that are made when asked', async () => {
    const prepare = new PrepareAnswersLoop(database, answers(), views());
    await prepare.round();
    const kept = await query('SELECT view, version FROM kept_answer ORDER BY view');
    expect(kept.rows.map(({ view }: { view: string }) => view)).toEqual([...VIEW_NAMES].sort());
    const made = views(answers(null));
    for (const view of VIEW_NAMES) {
      const answer: unknown = JSON.parse(JSON.stringify(await made.whole(await campaign(), view)));
      expect({ view, answer }).toEqual({ view, answer: await views().whole(await campaign(), view) });
    }
    await prepare.round();
    expect((await query('SELECT view, version FROM kept_answer ORDER BY view')).rows).toEqual(kept.rows);
  });

  it('are of the whole campaign alone', async () => {
    const whole = await views().topology(await campaign(), { metric: 'energy' });
    const other = await views().topology(await campaign(), { metric: 'latency' });
    const none = await views().topology(await campaign(), { metric: 'energy', workload: 'bert-tiny' });
    expect([whole.metric, other.metric, none.surfaces.length]).toEqual(['energy', 'latency', 0]);
    expect((await query('SELECT FROM kept_answer')).rowCount).toBe(1);
  });
});

it('distinguishes builds by what was compiled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-build-'));
  try {
    const manifest = join(folder, 'manifest.json');
    expect(buildId(manifest)).toBeNull();
    writeFileSync(manifest, '{"files": {"a.ts": "1"}}');
    const before = buildId(manifest);
    writeFileSync(manifest, '{"files": {"a.ts": "2"}}');
    expect([before, buildId(manifest)]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.any(String)]);
    expect(buildId(manifest)).not.toBe(before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
