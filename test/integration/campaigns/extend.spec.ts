import type { Caller } from '@joulefleet/core';
import { appendTrials, listCampaignsToAsk, readSearchCells } from '@joulefleet/store';
import { seedCampaign } from '../../../bench/traces/seed-lanes';
import { AskedBefore, askStrategies } from '../../../libs/dispatch/src/ask-strategies';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

describe('extending a campaign', () => {
  let app: CampaignsApp;
  let ada: Caller;
  let deviceId: string;
  let id: string;

  beforeAll(async () => {
    app = await startCampaigns();
    ada = await seedUser(app, 'ada', 'researcher');
    deviceId = (await seedDevice(app.database)).id;
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    id = await seedOwned(app, ada, deviceId, 3);
  });
  afterEach(() => app.database.pool.query('DELETE FROM campaign'));

  const extend = (repetitions: number) =>
    app.actions.extend({ ...ada, scopes: [], via: 'key', keyExpiresAt: null }, actorOf(ada), id, {
      repetitions,
    });
  const ask = () =>
    askStrategies(app.database, new AskedBefore('test'), (_id, error) => {
      throw error;
    });
  const accept = () => app.database.pool.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1`, [id]);
  const view = () => app.campaigns.show(ada, id);
  const planned = async () => {
    const trials = await app.database.prisma.trial.findMany({
      where: { campaignId: id },
      orderBy: { position: 'asc' },
    });
    return trials.map(({ position, repetition }) => [position, repetition]);
  };

  it('completes a campaign whose trials are settled, then continues after them', async () => {
    expect(await ask()).toBe(false);
    expect(await view()).toMatchObject({ state: 'running' });
    await accept();
    await ask();
    expect(await view()).toMatchObject({ state: 'completed', trials: { accepted: 3, total: 3 } });

    const strategy = { name: 'sweep', parameters: { repetitions: 5 } };
    expect(await extend(2)).toMatchObject({ state: 'running', finishedAt: null, strategy });
    expect(await ask()).toBe(true);
    expect(await ask()).toBe(false);
    expect(await view()).toMatchObject({ state: 'running', trials: { accepted: 3, pending: 2, total: 5 } });
    const rows = [1, 2, 3, 4, 5].map((n) => [n, n]);
    expect(await planned()).toEqual(rows);
    await accept();
    await ask();
    expect(await view()).toMatchObject({ state: 'completed' });
    const entries = await app.database.prisma.auditEntry.findMany({ where: { subjectId: id } });
    expect(entries).toMatchObject([{ action: 'campaign.extend', actor: 'ada', after: { repetitions: 5 } }]);
  });

  it('appends once when many dispatchers ask at once, and once more for each extension', async () => {
    await Promise.all([extend(2), extend(3)]);
    const asked = await Promise.all(Array.from({ length: 6 }, ask));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await planned()).toHaveLength(8);
  });

  it('appends nothing that was proposed for an older plan', async () => {
    const [{ planVersion } = { planVersion: -1 }] = await listCampaignsToAsk(app.database);
    await extend(1);
    const trials = [{ deviceId, cells: Int32Array.of(0), repetitions: Int32Array.of(4) }];
    expect(await appendTrials(app.database, id, planVersion, trials)).toBe(false);
    expect(await planned()).toHaveLength(3);
  });

  it('leaves a paused campaign paused, and refuses a cancelled one', async () => {
    await app.actions.act(ada, actorOf(ada), id, 'pause');
    expect(await extend(1)).toMatchObject({ state: 'paused' });
    expect(await ask()).toBe(false);
    await app.actions.act(ada, actorOf(ada), id, 'cancel');
    await expect(extend(1)).rejects.toMatchObject({ code: 'campaign_ended' });
  });

  it('refuses more trials than a campaign may have, and does not mend what it did not do', async () => {
    await app.database.pool.query(`UPDATE campaign_device SET cells = 2000 WHERE campaign_id = $1`, [id]);
    await expect(extend(1000)).rejects.toMatchObject({ code: 'campaign_too_large' });
    const [campaign] = await listCampaignsToAsk(app.database);
    expect(campaign).toMatchObject({ planVersion: 0, parameters: { repetitions: 3 } });
  });

  it('reads all cells of a large campaign for its strategy, in the order of the plan', async () => {
    const large = await seedCampaign(app.database, [deviceId], 1500);
    const cells = (await readSearchCells(app.database, large)).get(deviceId)!;
    expect(cells.map(({ cell }) => cell)).toEqual(Array.from({ length: 1500 }, (_, i) => i));
    expect(cells.at(-1)).toEqual({ cell: 1499, proposed: 10, trials: 0, energyMj: null, sdLogEnergy: null });
  });

  it('adds nothing on a retired device', async () => {
    await app.database.pool.query(`UPDATE device SET availability = 'retired' WHERE id = $1`, [deviceId]);
    await extend(1);
    expect(await ask()).toBe(false);
    expect(await planned()).toHaveLength(3);
    await app.database.pool.query(`UPDATE device SET availability = 'ready' WHERE id = $1`, [deviceId]);
  });
});
