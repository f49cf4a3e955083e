import type { NightChange } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';
import { seedNightsLike, versionedNights, versionFolder } from '../../testkit/versioned-nights';
import { versionedWorkload } from '../../testkit/versioned-workload';

const NIGHTS = 30;
const BATCHES = [4, 8, 16];
const SLOWER_BATCH = 8;
const FASTER_BATCH = 16;
/** Enough that 5 % of a night's executions cover a sibling as well. */
const REPETITIONS = 12;

// Of two devices of one class only the first was measured in the nights before, so that only its cells are flagged.
describe('what looks suspicious on one of two devices of a class', () => {
  let lab: Lab;
  let database: Database;
  const versions = versionFolder();
  const { changes, run } = versionedNights(() => lab, versions);

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano'], controller: { resolversFolder: versions.folder } });
    database = openDatabase(lab.databaseUrl);
    for (const twin of lab.twins) await lab.enroll(twin);
    const body = { name: 'nightly', source: file(), cron: '0 22 * * *', zone: 'Europe/Berlin', window: null };
    expect((await lab.call('POST', '/v1/schedules', { ...body, resolver: 'revision' })).status).toBe(201);
    const first = await run('v1');
    expect(first).toMatchObject({ outcome: 'complete', again: null });
    const device = lab.twins[0]!.name;
    await seedNightsLike(database, first.campaign!, { device, nights: NIGHTS, trials: REPETITIONS });
    expect((await changes()).learning).toBe(0);
  }, 240_000);
  afterAll(async () => {
    await database.close();
    await lab.stop();
    versions.remove();
  });

  // v2 left the faster runtime for one batch size, and v3 takes it for another, on the first device alone.
  function file(): string {
    const { root } = lab.twins[0]!;
    const fasterOn = { root, of: { v3: [FASTER_BATCH] } };
    return `
name: nightly
workloads:
  - { name: mine, command: [python3, ${versionedWorkload(root, { faster: { v1: [SLOWER_BATCH] }, fasterOn })}] }
parameters: { version: '\${underTest}' }
baseline: none
factors: { gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz, batchSize: ${JSON.stringify(BATCHES)} }
repetitions: ${REPETITIONS}
idlePower: off
startTemperature: off
inferences: 400
`;
  }

  /** The confirmed change of a batch size, after the night of a version. */
  const found = async (version: string, batch: number): Promise<NightChange> => {
    const night = await run(version, 240_000);
    expect(night).toMatchObject({ outcome: 'complete', again: expect.any(String) });
    const { rows } = await database.pool.query<{ device: string; version: string; trials: number }>(
      `SELECT d.name AS device, c.levels->>'parameters.version' AS version, count(*)::int AS trials
       FROM trial t JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
       WHERE t.campaign_id = $1 AND t.state = 'accepted' AND (c.levels->>'batchSize')::int = $2 GROUP BY 1, 2 ORDER BY 1, 2`,
      [night.again, batch],
    );
    const measured = rows.map(({ device, version: of }) => `${device} ${of}`);
    const others = version === 'v2' ? ['v1', 'v2'] : ['v2', 'v3'];
    expect(measured).toEqual(lab.twins.flatMap(({ name }) => others.map((of) => `${name} ${of}`)));
    const confirmed = (await changes()).changes.filter(
      ({ state, about }) => state === 'confirmed' && about.includes(`batch ${batch},`),
    );
    expect(confirmed).toHaveLength(1);
    return confirmed[0]!;
  };

  it('is a change of the workload where its sibling shows it as well', async () => {
    const change = await found('v2', SLOWER_BATCH);
    const [own, sibling] = lab.twins.map(({ name }) => name);
    expect(change).toMatchObject({
      ...{ device: own, cause: 'workload', because: expect.stringContaining('on a sibling as well') },
      measuredAgain: { outcome: 'differ', sibling: { device: sibling, outcome: 'differ' } },
    });
    const again = change.measuredAgain!;
    for (const { changePct, lowPct, highPct } of [again, again.sibling!]) {
      expect(changePct).toBeGreaterThan(12);
      expect(changePct).toBeLessThan(19);
      expect(lowPct).toBeLessThan(changePct);
      expect(highPct).toBeGreaterThan(changePct);
    }
  }, 300_000);

  it('is a change of the device where its sibling does not', async () => {
    // Nights of seventy trials would take months to save up what the one before has spent.
    await database.pool.query('UPDATE night_rematch SET executions = 0');
    const change = await found('v3', FASTER_BATCH);
    const [own, sibling] = lab.twins.map(({ name }) => name);
    expect(change).toMatchObject({
      ...{ device: own, state: 'confirmed', cause: 'device', because: expect.stringContaining('not on its sibling') },
      measuredAgain: { outcome: 'differ', sibling: { device: sibling, outcome: 'alike' } },
    });
    const again = change.measuredAgain!;
    expect(again.changePct).toBeLessThan(-8);
    expect(Math.abs(again.sibling!.changePct)).toBeLessThan(3);
  }, 300_000);
});
