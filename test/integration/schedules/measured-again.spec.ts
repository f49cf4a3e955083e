import type { CampaignView, Problem } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { until } from '../../testkit/until';
import { seedNightsLike, versionedNights, versionFolder } from '../../testkit/versioned-nights';
import { versionedWorkload } from '../../testkit/versioned-workload';

const NIGHTS = 30;
const BATCHES = [4, 8, 16];
const CHANGED_BATCH = 8;
const FASTER_BATCH = 16;

describe('what looks suspicious in a night', () => {
  let lab: Lab;
  let database: Database;
  const versions = versionFolder();
  const { list: nights, changes, run: night } = versionedNights(() => lab, versions);

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'], controller: { resolversFolder: versions.folder } });
    database = openDatabase(lab.databaseUrl);
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
    versions.remove();
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
    await seedNightsLike(database, first.campaign!, { device: lab.twins[0]!.name, nights: NIGHTS });
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
      ...{
        cause: 'workload',
        underTest: { before: 'v1', since: 'v2' },
        measuredAgain: { outcome: 'differ', sibling: null },
      },
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
    versions.set('v3');
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
