import { Fault, mayAccessCampaign, type Caller } from '@joulefleet/core';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

describe('whose campaigns are whose', () => {
  let app: CampaignsApp;
  let callers: Record<'ada' | 'bo' | 'vi' | 'root' | 'controller', Caller>;
  let ids: Record<'adas' | 'bos' | 'nobodys', string>;

  beforeAll(async () => {
    app = await startCampaigns();
    const { id: deviceId } = await seedDevice(app.database);
    callers = {
      ada: await seedUser(app, 'ada', 'researcher'),
      bo: await seedUser(app, 'bo', 'researcher'),
      vi: await seedUser(app, 'vi', 'viewer'),
      root: await seedUser(app, 'root', 'admin'),
      controller: { userId: null, name: 'controller', role: 'admin' },
    };
    ids = {
      adas: await seedOwned(app, callers.ada, deviceId),
      bos: await seedOwned(app, callers.bo, deviceId),
      nobodys: await seedOwned(app, null, deviceId),
    };
  });
  afterAll(() => app.close());

  const seen = async (who: keyof typeof callers): Promise<string[]> => {
    const { campaigns } = await app.campaigns.list(callers[who], { limit: 100 });
    return campaigns.map(({ id }) => Object.entries(ids).find(([, known]) => known === id)![0]).sort();
  };
  const share = (who: keyof typeof callers, id: string, names: string[]) =>
    app.settings.share(callers[who], actorOf(callers[who]), id, { sharedWith: names });
  const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: Fault) => error.code,
    );

  it('are seen by their owner and by admins', async () => {
    expect(await seen('ada')).toEqual(['adas']);
    expect(await seen('bo')).toEqual(['bos']);
    expect(await seen('vi')).toEqual([]);
    expect(await seen('root')).toEqual(['adas', 'bos', 'nobodys']);
    expect(await seen('controller')).toEqual(['adas', 'bos', 'nobodys']);
  });

  it('are unknown to anyone else, whatever is asked of them', async () => {
    const { bo } = callers;
    const asks = [
      app.campaigns.show(bo, ids.adas),
      app.campaigns.progress(bo, ids.adas),
      app.campaigns.find(bo, ids.adas),
      app.actions.act(bo, actorOf(bo), ids.adas, 'cancel'),
      app.actions.act(bo, actorOf(bo), ids.adas, 'pause'),
      share('bo', ids.adas, ['bo']),
    ];
    expect(await Promise.all(asks.map(refusal))).toEqual(asks.map(() => 'campaign_unknown'));
    expect(await app.campaigns.show(callers.ada, ids.adas)).toMatchObject({ state: 'running', owner: 'ada' });
  });

  it('do not make a prefix ambiguous for who cannot see them', async () => {
    let prefix = ids.adas;
    while (!Object.values(ids).every((id) => id.startsWith(prefix))) prefix = prefix.slice(0, -1);
    expect(prefix.length).toBeGreaterThan(4);
    expect((await app.campaigns.find(callers.ada, prefix)).id).toBe(ids.adas);
    expect(await refusal(app.campaigns.find(callers.root, prefix))).toBe('campaign_ambiguous');
  });

  it('fill the pages of a list, however many of others lie between', async () => {
    const page = await app.campaigns.list(callers.root, { limit: 2 });
    expect(page.campaigns.map(({ id }) => id)).toEqual([ids.nobodys, ids.bos]);
    const rest = await app.campaigns.list(callers.root, { limit: 2, cursor: page.nextCursor! });
    expect(rest).toMatchObject({ campaigns: [{ id: ids.adas }], nextCursor: null });
    expect(await app.campaigns.list(callers.ada, { limit: 1 })).toMatchObject({
      campaigns: [{ id: ids.adas }],
      nextCursor: null,
    });
  });

  it('are shared by their owner or an admin, and taken back', async () => {
    expect(await share('ada', ids.adas, ['bo', 'bo'])).toMatchObject({ sharedWith: ['bo'] });
    expect(await seen('bo')).toEqual(['adas', 'bos']);
    expect(await refusal(share('bo', ids.adas, ['bo', 'vi']))).toBe('not_owner');
    expect(await app.actions.act(callers.bo, actorOf(callers.bo), ids.adas, 'pause')).toMatchObject({
      state: 'paused',
    });

    await share('root', ids.adas, ['everyone']);
    expect(await seen('vi')).toEqual(['adas']);
    await share('ada', ids.adas, []);
    expect([await seen('bo'), await seen('vi')]).toEqual([['bos'], []]);
  });

  it('are shared with nobody who is not there', async () => {
    const error = await share('ada', ids.adas, ['boo']).catch((fault: Fault) => fault);
    expect(error).toMatchObject({
      code: 'user_unknown',
      message: expect.stringContaining('nearest name is bo') as string,
    });
    expect(await app.campaigns.show(callers.ada, ids.adas)).toMatchObject({ sharedWith: [] });
  });

  it('leave in the audit log who shared what', async () => {
    const entries = await app.database.prisma.auditEntry.findMany({
      where: { action: 'campaign.share', subjectId: ids.adas },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ actor, before, after }) => [actor, before, after])).toEqual([
      ['ada', { sharedWith: [] }, { sharedWith: ['bo'] }],
      ['root', { sharedWith: ['bo'] }, { sharedWith: ['everyone'] }],
      ['ada', { sharedWith: ['everyone'] }, { sharedWith: [] }],
    ]);
  });

  it('are the same in SQL as core decides', async () => {
    for (const sharedWith of [[], ['bo'], ['everyone'], ['Bo', 'ada2']]) {
      await app.database.prisma.campaign.updateMany({ data: { sharedWith } });
      const stored = await app.database.prisma.campaign.findMany();
      for (const [name, caller] of Object.entries(callers)) {
        const { campaigns } = await app.campaigns.list(caller, { limit: 100 });
        const allowed = stored.filter((campaign) => mayAccessCampaign(caller, campaign)).map(({ id }) => id);
        expect([name, sharedWith, campaigns.map(({ id }) => id).sort()]).toEqual([name, sharedWith, allowed.sort()]);
      }
    }
  });
});
