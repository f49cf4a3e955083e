import { recomputePage } from '@joulefleet/contracts';
import { openDatabase, type Database } from '@joulefleet/store';
import { startLab, type Call, type Lab } from '../../testkit/lab';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

describe('POST /v1/campaigns/:id/recompute', () => {
  let lab: Lab;
  let database: Database;
  let callers: Record<'ada' | 'bo' | 'cy', Call>;
  let campaignId: string;

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    database = openDatabase(lab.databaseUrl);
    callers = {
      ada: await lab.as('ada', 'researcher'),
      bo: await lab.as('bo', 'researcher'),
      cy: await lab.as('cy', 'researcher'),
    };
    const { id: deviceId } = await seedDevice(database);
    await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
    campaignId = await seedCampaign(database, deviceId, 3);
    await database.pool.query(
      `UPDATE campaign SET state = 'cancelled', owner_id = (SELECT id FROM account WHERE name = 'ada') WHERE id = $1`,
      [campaignId],
    );
    const shared = await callers.ada('PUT', `/v1/campaigns/${campaignId}/shares`, { sharedWith: ['bo'] });
    expect(shared.status).toBe(200);
  });
  afterAll(async () => {
    await database.close();
    await lab.stop();
  });

  const recompute = (call: Call, body: object) => call('POST', `/v1/campaigns/${campaignId}/recompute`, body);
  const audited = async (): Promise<number> => {
    const { rows } = await database.pool.query(`SELECT FROM audit_entry WHERE action = 'campaign.recompute'`);
    return rows.length;
  };

  it('is a dry run unless --apply is set, for who shares the campaign too', async () => {
    for (const call of [callers.ada, callers.bo, lab.call]) {
      const answer = await recompute(call, {});
      expect(answer.status).toBe(200);
      expect(recomputePage.parse(answer.body)).toMatchObject({ campaignId, applied: false, moved: [], next: null });
    }
    expect(await audited()).toBe(0);
  });

  it('is applied only for its owner or an admin, and each time leaves an audit entry', async () => {
    const refused = await recompute(callers.bo, { apply: true });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_owner', origin: 'operator' } });
    expect(await audited()).toBe(0);
    for (const call of [callers.ada, lab.call]) {
      expect(await recompute(call, { apply: true })).toMatchObject({ status: 200, body: { applied: true } });
    }
    expect(await audited()).toBe(2);
  });

  it('is unknown to who cannot see the campaign, and bounded in its pages', async () => {
    expect(await recompute(callers.cy, {})).toMatchObject({ status: 404, body: { code: 'campaign_unknown' } });
    expect(await recompute(callers.ada, { limit: 101 })).toMatchObject({ status: 422 });
  });
});
