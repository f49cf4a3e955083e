import { CampaignRows } from '@joulefleet/analysis';
import { compareCells, digestCells, factorLevels, NO_EVIDENCE, runToEnd, type ComparisonRow } from '@joulefleet/core';
import { inTransaction, openDatabase, type CampaignSummary, type Database } from '@joulefleet/store';
import { updateCellStatistics } from '../../../libs/judging/src/update-cell-statistics';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { seedStatistics } from '../../testkit/seed-statistics';

const TRIALS = 7;

/** What a trial is measured with, by its place. */
const FIGURES = Array.from({ length: TRIALS }, (_, i) => ({
  ...{ energyMj: 1000 + ((37 * i) % 11), durationMs: 500 + ((3 * i) % 5), meanPowerMw: 2000 + i, block: i },
  ...{
    absoluteUncertaintyMj: 10,
    relativeUncertaintyMj: 5,
    netEnergyMj: 900 + ((37 * i) % 11) - (2 * ((3 * i) % 5)) / 10,
  },
}));
const IDLE_MW = 200;

/** All figures of all cells: rows have them made where they are asked for. */
const plain = (rows: readonly ComparisonRow[]): unknown => JSON.parse(JSON.stringify(rows));

describe('the compared cells of a campaign', () => {
  let database: Database;
  let campaign: CampaignSummary;
  let cell: { cellId: string; deviceId: string };

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.pool.query('TRUNCATE campaign, device CASCADE');
    const { id: deviceId } = await seedDevice(database);
    campaign = { id: await seedCampaign(database, deviceId, TRIALS) } as CampaignSummary;
    await accept();
    cell = { cellId: (await database.prisma.cell.findFirstOrThrow()).id, deviceId };
    await seedStatistics(database, campaign.id);
  });

  async function accept(): Promise<void> {
    await database.pool.query(`UPDATE trial SET state = 'accepted', block = position - 1`);
    await database.pool.query(
      `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings, energy_mj,
         duration_ms, mean_power_mw, idle_power_mw, absolute_uncertainty_mj, relative_uncertainty_mj, simulated)
       SELECT t.id, t.attempt, gen_random_uuid(), 1, 'measured', now(), 'accepted', '{"sensor": {"layout": "x", "shuntMicroOhm": 5000}}',
         '[]', f."energyMj", f."durationMs", f."meanPowerMw", $2, f."absoluteUncertaintyMj", f."relativeUncertaintyMj", true
       FROM trial t JOIN jsonb_to_recordset($1) AS f("energyMj" float8, "durationMs" float8, "meanPowerMw" float8, block int,
         "absoluteUncertaintyMj" float8, "relativeUncertaintyMj" float8) ON f.block = t.block`,
      [JSON.stringify(FIGURES), IDLE_MW],
    );
  }

  const read = async (of: CampaignRows, filter = {}) => (await of.rows(campaign, filter)).rows;
  const rowsOf = (rows = new CampaignRows(database)) => read(rows);
  const change = (factor: number, db: Pick<Database['pool'], 'query'> = database.pool) =>
    db.query('UPDATE measurement SET energy_mj = energy_mj * $1', [factor]);
  const energyOf = ([row]: ComparisonRow[]): number => row!.optimum!.meanEnergyMj;

  it('are the same from stored digests as from the trials, with those of an older version made at first sight', async () => {
    const rows = new CampaignRows(database);
    const fromTrials = runToEnd(
      compareCells(
        digestCells([
          {
            ...{ cellKey: 'c'.repeat(32), device: 'device-a', deviceClass: 'jetson-nano', workload: 'alexnet' },
            ...{ graphMode: 'dynamic', inferences: 6000, levels: factorLevels({ gpuHz: 614_400_000 }) },
            ...{
              rail: { supplyMv: null, shuntMicroOhm: 5000 },
              trials: FIGURES,
              evidence: { ...NO_EVIDENCE, unknown: TRIALS },
            },
          },
        ]),
      ),
    );
    expect(plain(await read(rows))).toEqual(plain(fromTrials));
    expect(plain(await rowsOf())).toEqual(plain(fromTrials));
    expect(await rows.compared(campaign)).toMatchObject({
      ...{ sensorSetups: new Set(['x']), shuntAssumed: new Set(), repeatability: [{ device: 'device-a' }] },
      calibrated: [{ device: 'device-a', trials: TRIALS, calibration: null }],
    });
    expect(await database.prisma.campaignDevice.findFirst()).toMatchObject({ digestRevision: 0 });
  });

  it('stay in memory until what is accepted changes, and then are never the old ones', async () => {
    const rows = new CampaignRows(database);
    const [first] = await read(rows);
    expect((await read(rows))[0]).toBe(first);
    await change(2);
    await inTransaction(database, (db) => updateCellStatistics(db, [cell]));
    expect(energyOf(await read(rows))).toBeCloseTo(2 * first!.optimum!.meanEnergyMj, 9);
    await database.pool.query(`UPDATE trial SET state = 'skipped'`);
    await inTransaction(database, (db) => updateCellStatistics(db, [cell]));
    expect(await read(rows)).toEqual([]);
    expect(await database.prisma.cellStatistics.count()).toBe(0);
  });

  it('are by a name that the device has now, and of one device or workload', async () => {
    const rows = new CampaignRows(database);
    await read(rows);
    await database.pool.query(`UPDATE device SET name = 'renamed'`);
    expect(await read(rows)).toMatchObject([{ device: 'renamed' }]);
    expect(await read(rows, { device: 'renamed', workload: 'alexnet' })).toHaveLength(1);
    expect(await read(rows, { device: 'device-a' })).toEqual([]);
    expect(await read(rows, { workload: 'resnet18' })).toEqual([]);
  });

  it('are made anew from digests of another version', async () => {
    const rows = plain(await rowsOf());
    await database.pool.query(`UPDATE cell_statistics SET digest = '\\x00'`);
    expect(plain(await rowsOf())).toEqual(rows);
  });

  it('wait for a judge that is just changing a cell whose digest is missing', async () => {
    let reading: Promise<ComparisonRow[]> | undefined;
    await inTransaction(database, async (db) => {
      await change(3, db);
      await updateCellStatistics(db, [cell]);
      reading = rowsOf();
    });
    expect(energyOf(await reading!)).toBeGreaterThan(2900);
    expect(energyOf(await rowsOf())).toBeGreaterThan(2900);
  });
});
