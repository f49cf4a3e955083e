import { CampaignRows, ReportService } from '@joulefleet/analysis';
import type { Caller } from '@joulefleet/core';
import { seedDevice } from '../../testkit/seed-campaign';
import { seedStatistics } from '../../testkit/seed-statistics';
import { seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

const TRIALS = 20_000;

/** A trigger updates the same row for each measurement, and PostgreSQL walks all its versions of one transaction. */
const MEASUREMENTS_AT_ONCE = 500;

/** Every trial accepted, its energy between 1000 and 1009 mJ. */
async function acceptAll({ database: { pool } }: CampaignsApp, campaignId: string): Promise<void> {
  await pool.query(`UPDATE trial SET state = 'accepted', attempt = 1 WHERE campaign_id = $1`, [campaignId]);
  for (let from = 0; from < TRIALS; from += MEASUREMENTS_AT_ONCE) {
    const sql = `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings,
         energy_mj, duration_ms, mean_power_mw, absolute_uncertainty_mj, relative_uncertainty_mj, simulated)
       SELECT id, 1, gen_random_uuid(), 1, 'done', now(), 'accepted', '{"sensor": {"layout": "x"}}', '[]',
         1000 + position % 10, 500, 2000, 10, 5, true
       FROM (SELECT id, position FROM trial WHERE campaign_id = $1 ORDER BY position OFFSET $2 LIMIT $3) AS batch`;
    await pool.query(sql, [campaignId, from, MEASUREMENTS_AT_ONCE]);
  }
}

describe('the report of a big campaign', () => {
  let app: CampaignsApp;
  let ada: Caller;
  let id: string;

  beforeAll(async () => {
    app = await startCampaigns();
    ada = await seedUser(app, 'ada', 'researcher');
    id = await seedOwned(app, ada, (await seedDevice(app.database)).id, TRIALS);
    await acceptAll(app, id);
    await seedStatistics(app.database, id);
  });
  afterAll(() => app.close());

  it('counts every trial once', async () => {
    const campaign = await app.campaigns.find(ada, id);
    const { rows } = await new ReportService(app.database, new CampaignRows(app.database)).report(campaign);
    expect(rows).toMatchObject([{ cells: [{ trials: TRIALS, medianEnergyMj: 1004.5 }] }]);
  });

  it('can be of one device', async () => {
    const campaign = await app.campaigns.find(ada, id);
    const reports = new ReportService(app.database, new CampaignRows(app.database));
    const { device } = (await reports.report(campaign)).rows[0]!;
    expect((await reports.report(campaign, { device })).rows).toHaveLength(1);
    expect((await reports.report(campaign, { device: 'another' })).rows).toEqual([]);
  });

  it('counts what it leaves out', async () => {
    await app.database.pool.query(
      `UPDATE trial SET state = 'failed', reason = 'failure ' || position WHERE campaign_id = $1 AND position <= 700`,
      [id],
    );
    const { failures, leftOut } = await new ReportService(app.database, new CampaignRows(app.database)).report(
      await app.campaigns.find(ada, id),
    );
    expect(failures).toHaveLength(500);
    expect(leftOut).toEqual({
      rows: 0,
      cells: 0,
      ratios: 0,
      governedClocks: 0,
      rejected: 0,
      flagged: 0,
      failures: 200,
    });
  });
});
