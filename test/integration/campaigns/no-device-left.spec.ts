import type { Caller } from '@joulefleet/core';
import { finishEndedCampaigns, readDispatchSnapshot, skipUnreachableTrials } from '@joulefleet/store';
import { AskedBefore, askStrategies } from '../../../libs/dispatch/src/ask-strategies';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

describe('a campaign whose devices are all retired', () => {
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
    await make('ready');
    id = await seedOwned(app, ada, deviceId, 3);
  });
  afterEach(() => app.database.pool.query('DELETE FROM campaign'));

  const make = (availability: string) => app.database.pool.query('UPDATE device SET availability = $1', [availability]);
  const accept = (count: number) =>
    app.database.pool.query(
      `UPDATE trial SET state = 'accepted' WHERE id IN (SELECT id FROM trial WHERE state = 'pending' LIMIT $1)`,
      [count],
    );
  const view = () => app.campaigns.show(ada, id);
  /** As the dispatcher does. */
  const round = async (): Promise<void> => {
    while ((await skipUnreachableTrials(app.database)) > 0);
    await finishEndedCampaigns(app.database.pool);
    await askStrategies(app.database, new AskedBefore('test'), (_id, error) => {
      throw error;
    });
  };

  it('fails with the reason instead of waiting, keeps what was measured, and goes on when a device is back', async () => {
    await accept(1);
    await make('retired');
    await round();
    expect(await view()).toMatchObject({
      ...{ state: 'failed', phase: 'failed', failedBecause: 'no device is left: device-a was retired' },
      ...{ finishedAt: expect.any(String) as string, trials: { accepted: 1, skipped: 2, pending: 0 } },
    });
    const { over } = await app.campaigns.progress(ada, id);
    expect(over).toBe(true);
    const events = await app.database.pool.query<{ body: object }>(
      `SELECT body FROM event WHERE kind = 'campaign' ORDER BY id DESC LIMIT 1`,
    );
    expect(events.rows[0]!.body).toEqual({ change: 'fail', by: 'controller' });
    await expect(app.actions.act(ada, actorOf(ada), id, 'resume')).rejects.toMatchObject({ code: 'campaign_ended' });

    await make('ready');
    await app.actions.fill(ada, actorOf(ada), id);
    expect(await view()).toMatchObject({ state: 'running', failedBecause: null, finishedAt: null });
  });

  it('is completed when all was measured before', async () => {
    await accept(3);
    await make('retired');
    await round();
    expect(await view()).toMatchObject({ state: 'completed', failedBecause: null });
  });

  it.each(['quarantined', 'offline', 'maintenance'])(
    'waits while its device is %s, and names it',
    async (availability) => {
      await make(availability);
      await round();
      expect(await view()).toMatchObject({ state: 'running', trials: { pending: 3 } });
      const { devices, blockedBy } = await app.campaigns.progress(ada, id);
      expect(devices).toEqual([expect.objectContaining({ device: 'device-a', availability, activity: 'waiting' })]);
      expect(blockedBy.map(({ device }) => device)).toEqual(availability === 'offline' ? [] : ['device-a']);
      expect((await readDispatchSnapshot(app.database)).campaigns).toHaveLength(1);
    },
  );

  it('fails when it is resumed, if they were retired while it was paused', async () => {
    await app.actions.act(ada, actorOf(ada), id, 'pause');
    await make('retired');
    await round();
    expect(await view()).toMatchObject({ state: 'paused' });
    await app.actions.act(ada, actorOf(ada), id, 'resume');
    await round();
    expect(await view()).toMatchObject({ state: 'failed' });
  });
});
