import type { Caller, Fault } from '@joulefleet/core';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

describe('settings of a campaign', () => {
  let app: CampaignsApp;
  let ada: Caller;
  let bo: Caller;
  let id: string;

  beforeAll(async () => {
    app = await startCampaigns();
    ada = await seedUser(app, 'ada', 'researcher');
    bo = await seedUser(app, 'bo', 'researcher');
    id = await seedOwned(app, ada, (await seedDevice(app.database)).id);
    await app.settings.share(ada, actorOf(ada), id, { sharedWith: ['bo'] });
  });
  afterAll(() => app.close());

  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: Fault) => error.code,
    );
  const actions = async (): Promise<string[]> =>
    (await app.database.prisma.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map(
      ({ action }) => action,
    );

  it('has a priority that its owner sets, once', async () => {
    expect(await app.settings.prioritise(ada, actorOf(ada), id, { priority: 10 })).toMatchObject({ priority: 10 });
    expect(await app.settings.prioritise(ada, actorOf(ada), id, { priority: 10 })).toMatchObject({ priority: 10 });
    expect(await codeOf(app.settings.prioritise(bo, actorOf(bo), id, { priority: 20 }))).toBe('not_owner');
    expect(await actions()).toEqual(['campaign.share', 'campaign.priority']);
  });

  it('gives its file to whoever sees it', async () => {
    expect(await app.settings.file(bo, id)).toEqual({ id, name: 'seeded', source: 'name: seeded' });
  });

  it('is archived when it has ended, and listed again', async () => {
    const listed = async (archived?: 'true') =>
      (await app.campaigns.list(ada, { limit: 10, archived })).campaigns.map((campaign) => campaign.id);
    const archive = (archived: boolean) => app.settings.archive(ada, actorOf(ada), id, { archived });
    expect(await codeOf(archive(true))).toBe('campaign_not_ended');
    await app.actions.act(ada, actorOf(ada), id, 'stop');
    const { archivedAt } = await archive(true);
    expect(archivedAt).not.toBeNull();
    expect((await archive(true)).archivedAt).toBe(archivedAt);
    expect([await listed(), await listed('true')]).toEqual([[], [id]]);
    expect(await app.campaigns.show(ada, id)).toMatchObject({ state: 'stopped' });
    expect((await archive(false)).archivedAt).toBeNull();
    expect(await listed()).toEqual([id]);
  });
});
