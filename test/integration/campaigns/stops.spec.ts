import { planPlacement, type CampaignAction, type Caller } from '@joulefleet/core';
import {
  beginShard,
  completeCampaign,
  countUsedAttempts,
  finishEndedCampaigns,
  inTransaction,
  moveTrial,
  placeShard,
  readDispatchSnapshot,
  readProgress,
  reopenSkippedTrials,
  settleShard,
  skipUnreachableTrials,
  type PlacedShard,
} from '@joulefleet/store';
import { settleUnstartedShard } from '../../../libs/execution/src/settle-unstarted-shard';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedOwned, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

const READY = { availability: 'ready', health: 'good', reason: null } as const;

describe('pausing, resuming and cancelling', () => {
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
    id = await seedOwned(app, ada, deviceId, 20);
  });
  afterEach(() =>
    app.database.pool.query(
      `UPDATE lease SET shard_id = NULL; UPDATE device SET availability = 'ready'; DELETE FROM campaign`,
    ),
  );

  const act = (action: CampaignAction) => app.actions.act(ada, actorOf(ada), id, action);
  const place = async (): Promise<PlacedShard | null> => {
    const [placement] = planPlacement(await readDispatchSnapshot(app.database));
    return placement ? placeShard(app.database, placement) : null;
  };
  const planVersion = async () => (await app.database.prisma.campaign.findUniqueOrThrow({ where: { id } })).planVersion;
  const view = () => app.campaigns.show(ada, id);
  /** What the dispatcher does in its rounds. */
  const tidyUp = async (): Promise<void> => {
    await finishEndedCampaigns(app.database.pool);
    while ((await skipUnreachableTrials(app.database)) > 0);
  };

  it('pauses: nothing new is placed until it is resumed', async () => {
    expect(await act('pause')).toMatchObject({ state: 'paused', finishedAt: null });
    expect(await act('pause')).toMatchObject({ state: 'paused' });
    expect(await place()).toBeNull();
    expect(await act('resume')).toMatchObject({ state: 'running', trials: { pending: 20 } });
    expect(await place()).not.toBeNull();
  });

  it('cancels: pending trials are skipped with who did it, those of a shard when it has ended', async () => {
    const shard = (await place())!;
    await beginShard(app.database, shard, 'test');
    expect(await act('cancel')).toMatchObject({
      state: 'cancelled',
      cancelledBy: 'ada',
      finishedAt: null,
      trials: { skipped: 8, assigned: 12 },
    });
    expect(await readProgress(app.database, id)).toMatchObject([{ ending: true }]);
    const [first, second] = await app.database.prisma.trial.findMany({ where: { shardId: shard.shardId } });
    await inTransaction(app.database, (client) => moveTrial(client, first!.id, 'accepted'));
    await inTransaction(app.database, (client) => moveTrial(client, second!.id, 'pending'));
    await tidyUp();
    expect(await view()).toMatchObject({ finishedAt: null, trials: { accepted: 1, assigned: 10, skipped: 9 } });

    await settleShard(app.database, shard, READY);
    expect(await view()).toMatchObject({ trials: { accepted: 1, skipped: 19, pending: 0, assigned: 0 } });
    await tidyUp();
    const over = await view();
    expect(over).toMatchObject({ state: 'cancelled', trials: { accepted: 1, skipped: 19, pending: 0, assigned: 0 } });
    expect(over.finishedAt).not.toBeNull();
    expect(await readProgress(app.database, id)).toMatchObject([{ ending: false }]);
    const reasons = await app.database.prisma.trial.groupBy({ by: ['state', 'reason'], where: { campaignId: id } });
    expect(reasons.map(({ state, reason }) => [state, reason]).sort()).toEqual([
      ['accepted', null],
      ['skipped', 'cancelled by ada'],
    ]);
    expect(await act('cancel')).toEqual(over);
  });

  it('stops: what is in hand counts, the rest is skipped with who did it, and can be filled', async () => {
    const shard = (await place())!;
    const begun = (await beginShard(app.database, shard, 'test'))!;
    expect(await act('stop')).toMatchObject({
      state: 'stopped',
      phase: 'stopping',
      stoppedBy: 'ada',
      cancelledBy: null,
      finishedAt: null,
      trials: { skipped: 8, assigned: 12 },
    });
    for (const { trialId } of begun.trials.slice(0, 2)) {
      await inTransaction(app.database, (client) => moveTrial(client, trialId, 'accepted'));
    }
    await settleShard(app.database, shard, READY);
    await tidyUp();
    const stopped = await view();
    expect(stopped).toMatchObject({ phase: 'stopped', trials: { accepted: 2, skipped: 18, pending: 0, assigned: 0 } });
    expect(await app.database.prisma.trial.findFirst({ where: { campaignId: id, state: 'skipped' } })).toMatchObject({
      reason: 'stopped by ada',
    });
    expect(await act('stop')).toEqual(stopped);
    await expect(act('resume')).rejects.toMatchObject({ code: 'campaign_ended' });

    const fill = () => app.actions.fill(ada, actorOf(ada), id);
    // Counted as to come at once, reopened slice by slice.
    expect(await fill()).toMatchObject({
      state: 'running',
      stoppedBy: null,
      trials: { accepted: 2, pending: 18, skipped: 0 },
    });
    expect(await completeCampaign(app.database, id, await planVersion())).toBe(false);
    expect(await fill()).toMatchObject({ trials: { pending: 18 } });
    expect(await reopenSkippedTrials(app.database)).toBe(18);
    expect(await reopenSkippedTrials(app.database)).toBe(0);
    expect(await view()).toMatchObject({ state: 'running', trials: { accepted: 2, pending: 18, skipped: 0 } });
    const actions = await app.database.prisma.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['campaign.stop', 'campaign.fill']);
    expect(await place()).not.toBeNull();
  });

  it('fills what a check or a fault kept from counting, with as many tries as before, and not for ever', async () => {
    await app.database.pool.query(
      `UPDATE trial SET state = CASE WHEN position = 1 THEN 'skipped' ELSE 'accepted' END, attempt = 3 WHERE campaign_id = $1`,
      [id],
    );
    await app.database.pool.query(`UPDATE campaign SET state = 'completed', finished_at = now() WHERE id = $1`, [id]);
    const [trial] = await app.database.prisma.trial.findMany({ where: { campaignId: id, state: 'skipped' } });
    await app.database.pool.query(
      `INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, verdict, body, findings, simulated)
       SELECT $1, n, $1, 1, 'measured', 'rejected', '{}', '[]', true FROM generate_series(1, 3) n`,
      [trial!.id],
    );
    const used = () => countUsedAttempts(app.database.pool, trial!.id);
    expect(await used()).toEqual({ all: 3, failed: 0 });
    await app.actions.fill(ada, actorOf(ada), id);
    while ((await reopenSkippedTrials(app.database)) > 0);
    expect(await view()).toMatchObject({ state: 'running', finishedAt: null, trials: { accepted: 19, pending: 1 } });
    expect(await used()).toEqual({ all: 0, failed: 0 });
    await app.database.pool.query(`UPDATE trial SET state = 'skipped' WHERE id = $1`, [trial!.id]);
    expect(await reopenSkippedTrials(app.database)).toBe(0);
    expect(await completeCampaign(app.database, id, await planVersion())).toBe(true);
  });

  it('fills nothing where nothing is missing, and nothing of a cancelled campaign', async () => {
    await app.database.pool.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1`, [id]);
    await app.database.pool.query(`UPDATE campaign SET state = 'completed', finished_at = now() WHERE id = $1`, [id]);
    expect(await app.actions.fill(ada, actorOf(ada), id)).toMatchObject({ state: 'completed' });
    await app.database.pool.query(`UPDATE campaign SET state = 'cancelled' WHERE id = $1`, [id]);
    await expect(app.actions.fill(ada, actorOf(ada), id)).rejects.toMatchObject({ code: 'campaign_ended' });
    expect(await app.database.prisma.auditEntry.count({ where: { subjectId: id } })).toBe(0);
  });

  it('settles a shard that was not started without its device, as good as that was', async () => {
    await app.database.pool.query(`UPDATE device SET health = 'unknown'`);
    const unstarted = (await place())!;
    await act('cancel');
    const begun = (await beginShard(app.database, unstarted, 'test'))!;
    expect(await settleUnstartedShard({ database: app.database, nudges: app.nudges }, begun)).toBe(true);
    await finishEndedCampaigns(app.database.pool);
    expect(await view()).toMatchObject({ trials: { skipped: 20 }, finishedAt: expect.any(String) as string });
    expect(await app.database.prisma.device.findFirst()).toMatchObject({ availability: 'ready', health: 'unknown' });
    expect(await app.database.prisma.shard.findFirst()).toMatchObject({ state: 'settled', outcome: null });
  });

  it('leaves a shard to its device that a worker took up before, and one that goes on', async () => {
    const ports = { database: app.database, nudges: app.nudges };
    const shard = (await place())!;
    expect(await settleUnstartedShard(ports, (await beginShard(app.database, shard, 'test'))!)).toBe(false);
    await act('cancel');
    expect(await settleUnstartedShard(ports, (await beginShard(app.database, shard, 'test'))!)).toBe(false);
    expect(await app.database.prisma.shard.findFirst()).toMatchObject({ state: 'executing' });
  });

  it('is over at once when no shard is there, also from paused', async () => {
    await act('pause');
    const cancelled = await act('cancel');
    expect(cancelled).toMatchObject({ state: 'cancelled', trials: { skipped: 20 } });
    expect(cancelled.finishedAt).not.toBeNull();
    expect(await place()).toBeNull();
  });

  it('refuses what is over, and says how it ended', async () => {
    await app.database.prisma.campaign.update({ where: { id }, data: { state: 'completed' } });
    await expect(act('cancel')).rejects.toMatchObject({
      code: 'campaign_ended',
      message: 'seeded is completed: there is nothing to cancel',
    });
  });

  it('places no shard for a plan that was made before the cancel', async () => {
    const [placement] = planPlacement(await readDispatchSnapshot(app.database));
    await act('cancel');
    expect(await placeShard(app.database, placement!)).toBeNull();
    expect(await app.database.prisma.lease.findFirst()).toMatchObject({ shardId: null });
  });

  it('loses no race against the dispatcher: a finished campaign has no shard, another is not finished', async () => {
    for (let i = 0; i < 25; i++) {
      const raced = await seedOwned(app, ada, deviceId, 3);
      const [placement] = planPlacement({
        ...(await readDispatchSnapshot(app.database)),
        campaigns: (await readDispatchSnapshot(app.database)).campaigns.filter((c) => c.campaignId === raced),
      });
      const cancel = () => app.actions.act(ada, actorOf(ada), raced, 'cancel');
      const [shard, cancelled] = await Promise.all([placeShard(app.database, placement!), cancel()]);
      expect({ shard: shard !== null, finished: cancelled.finishedAt !== null }).toEqual(
        shard ? { shard: true, finished: false } : { shard: false, finished: true },
      );
      if (shard) await settleShard(app.database, shard, READY);
      await finishEndedCampaigns(app.database.pool);
      expect(await app.campaigns.show(ada, raced)).toMatchObject({ trials: { skipped: 3 } });
    }
  });

  it('asked for at the same time, moves a campaign once', async () => {
    await Promise.all([act('cancel'), act('cancel'), act('cancel')]);
    const entries = await app.database.prisma.auditEntry.findMany({ where: { subjectId: id } });
    expect(entries).toMatchObject([
      {
        action: 'campaign.cancel',
        actor: 'ada',
        address: '10.0.0.9',
        before: { state: 'running' },
        after: { state: 'cancelled' },
      },
    ]);
  });

  it('quotes an ETA, and its interval after three shards', async () => {
    await app.database.pool.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1 AND position <= 5`, [id]);
    await app.database.pool.query(
      `INSERT INTO shard (id, campaign_id, device_id, state, fence, busy_ms)
       SELECT gen_random_uuid(), campaign_id, device_id, 'settled', 0, 100000 FROM campaign_device WHERE campaign_id = $1`,
      [id],
    );
    const set = (shards: number, squares: number) =>
      app.database.pool.query(
        `UPDATE campaign_device SET last_commit_at = now(), timed_shards = $1, trial_ms_sum = $1 * 20000, trial_ms_squares = $2`,
        [shards, squares],
      );
    await set(2, 2 * 20000 ** 2);
    const two = await app.campaigns.progress(ada, id);
    const etaS = ((two.total - 5) * 100) / 5;
    expect(two).toMatchObject({ etaS, etaIntervalS: null });
    await set(3, 3 * 20000 ** 2 + 2 * 2000 ** 2);
    const { etaIntervalS } = await app.campaigns.progress(ada, id);
    expect(etaIntervalS!.low).toBeLessThan(etaS);
    expect(etaIntervalS!.high).toBeGreaterThan(etaS);
    expect(etaIntervalS!.high).toBeLessThan(etaS * 1.7);
  });

  it('counts the time between shards in the ETA', async () => {
    await app.database.pool.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1 AND position <= 4`, [id]);
    await app.database.pool.query(`UPDATE campaign_device SET last_commit_at = now() WHERE campaign_id = $1`, [id]);
    await app.database.pool.query(
      `INSERT INTO shard (id, campaign_id, device_id, state, fence, busy_ms, started_at)
       SELECT gen_random_uuid(), campaign_id, device_id, 'settled', 0, 10000, now() + shard.begun_s * interval '1 second'
       FROM campaign_device, (VALUES (0), (13), (30), (43)) AS shard(begun_s) WHERE campaign_id = $1`,
      [id],
    );
    const { total, done, etaS } = await app.campaigns.progress(ada, id);
    expect(done).toBe(4);
    // A trial in each shard takes 10 s, and 3 s lie between two of them as a rule.
    expect(etaS).toBeCloseTo(10 * (total - 4) + 3 * (total - 5), 6);
  });

  it('quotes no rate and no ETA of a campaign without progress', async () => {
    await app.database.pool.query(`UPDATE trial SET state = 'accepted' WHERE campaign_id = $1 AND position <= 5`, [id]);
    await act('pause');
    expect(await app.campaigns.progress(ada, id)).toMatchObject({ done: 5, ratePerMinute: null, etaS: null });
  });
});
