import { comparisonView, type ComparisonView } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { seedStatistics } from '../../testkit/seed-statistics';

/** Accepts every trial of a campaign with its energy, by position. */
async function accept({ pool }: Database, campaignId: string, energiesMj: readonly number[]): Promise<void> {
  await pool.query(`UPDATE trial SET state = 'accepted', attempt = 1 WHERE campaign_id = $1 AND position <= $2`, [
    campaignId,
    energiesMj.length,
  ]);
  await pool.query(
    `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings,
       energy_mj, duration_ms, mean_power_mw, absolute_uncertainty_mj, relative_uncertainty_mj, simulated)
     SELECT id, 1, gen_random_uuid(), 1, 'done', now(), 'accepted', '{"sensor": {"layout": "x"}}', '[]',
       ($2::float8[])[position], 500, 2000, 10, 5, true
     FROM trial WHERE campaign_id = $1 AND state = 'accepted'`,
    [campaignId, energiesMj],
  );
}

describe('GET /v1/campaigns/:id/comparison', () => {
  let lab: Lab;
  let database: Database;
  let stranger: Call;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    stranger = await lab.as('cy', 'researcher');
    const { id: deviceId } = await seedDevice(database);
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    const energies: Record<string, number[]> = {
      before: [1000, 1001, 999, 1002, 998],
      after: [1051, 1049, 1050, 1052, 1048],
      single: [1000],
      none: [],
    };
    for (const [name, energiesMj] of Object.entries(energies)) {
      ids[name] = await seedCampaign(database, deviceId, 5);
      await database.pool.query(`UPDATE campaign SET state = 'cancelled', name = $2 WHERE id = $1`, [ids[name], name]);
      await accept(database, ids[name], energiesMj);
      await seedStatistics(database, ids[name]);
    }
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const get = (id: string, query: string, call: Call = lab.call) =>
    call('GET', `/v1/campaigns/${id}/comparison?${query}`);
  const compare = async (id: string, against: string, more = ''): Promise<ComparisonView> => {
    const answer = await get(ids[id]!, `against=${ids[against]}${more}`);
    expect(answer.status).toBe(200);
    return comparisonView.parse(answer.body);
  };

  it('says what changed, against a margin of 2 % or another one', async () => {
    const found = await compare('after', 'before');
    expect(found).toMatchObject({ changed: 1, marginPct: 2, verdicts: { worse: 1, better: 0 }, across: false });
    const [cell] = found.cells;
    expect(cell).toMatchObject({ device: 'device-a', verdict: 'worse', significant: true, relevant: true, trials: 5 });
    expect(cell!.energyRatio.estimate).toBeCloseTo(1.05, 3);
    expect(found.warnings[0]).toMatch(/^simulated: the figures of both/);
    expect(await compare('after', 'before', '&marginPct=10')).toMatchObject({
      changed: 0,
      verdicts: { equivalent: 1 },
    });
    expect(await compare('before', 'after')).toMatchObject({ changed: 1, verdicts: { better: 1 } });
  });

  it('gives no verdict on a single trial, and lists what one of them lacks', async () => {
    const single = await compare('single', 'before');
    expect(single).toMatchObject({ changed: 0, verdicts: { undecided: 1 } });
    expect(single.cells[0]).toMatchObject({ reason: 'single_trial', pValue: null });
    const none = await compare('before', 'none');
    expect(none).toMatchObject({ changed: 0, cells: [], groups: [], onlyInReference: [] });
    expect(none.onlyInCampaign).toMatchObject([{ device: 'device-a', workload: 'alexnet', trials: 5 }]);
  });

  it('refuses a campaign against itself, simulated against measured, and what the caller may not see', async () => {
    expect(await get(ids['after']!, `against=${ids['after']}`)).toMatchObject({
      status: 422,
      body: { code: 'same_campaign' },
    });
    await database.pool.query(`UPDATE campaign SET simulated = false WHERE id = $1`, [ids['before']]);
    const query = `against=${ids['before']}`;
    expect(await get(ids['after']!, query)).toMatchObject({ status: 422, body: { code: 'simulated_and_measured' } });
    expect(await get(ids['after']!, `${query}&mixed=true`)).toMatchObject({ status: 200 });
    expect(await get(ids['after']!, query, stranger)).toMatchObject({
      status: 404,
      body: { code: 'campaign_unknown' },
    });
    for (const wrong of ['', `${query}&marginPct=0`, `${query}&marginPct=abc`, `${query}&across=yes`]) {
      expect(await get(ids['after']!, wrong)).toMatchObject({ status: 422, body: { code: 'bad_request' } });
    }
  });
});
