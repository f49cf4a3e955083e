import { factorLevels, type Caller, type GuidedParameters } from '@joulefleet/core';
import { finishEndedCampaigns, insertCampaign, reopenSkippedTrials, skipUnreachableTrials } from '@joulefleet/store';
import { AskedBefore, askStrategies } from '../../../libs/dispatch/src/ask-strategies';
import { finishSearches } from '../../../libs/dispatch/src/finish-searches';
import { SearchesService } from '../../../libs/searches/src/searches.service';
import { seedDevice } from '../../testkit/seed-campaign';
import { actorOf, seedUser, startCampaigns, type CampaignsApp } from './campaigns-app';

const PARAMETERS: GuidedParameters = {
  ...{ repetitions: 3, order: 'randomised-blocks', seed: 1, method: 'random', margin: 0.01, probability: 0.95 },
  objective: { name: 'energy', weight: 0.5, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null },
  ...{ maxTrials: 6, maxDeviceS: null, checkCells: 0, confirmTrials: 0 },
};

describe('a search that ends, or is cut short', () => {
  let app: CampaignsApp;
  let ada: Caller;
  let deviceIds: string[];
  let id: string;
  let asked: AskedBefore;

  beforeAll(async () => {
    app = await startCampaigns();
    ada = await seedUser(app, 'ada', 'researcher');
    deviceIds = [(await seedDevice(app.database, 'a')).id, (await seedDevice(app.database, 'b')).id];
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await make('ready', 'a', 'b');
    asked = new AskedBefore('test');
    id = await launch();
  });
  afterEach(() => app.database.pool.query('DELETE FROM campaign'));

  const launch = () =>
    insertCampaign(app.database, {
      ...{ name: 'find it', source: 'name: find it', spec: {}, simulated: true, ownerId: ada.userId },
      strategy: { name: 'search', parameters: PARAMETERS },
      cells: [300, 400, 500, 600, 700, 800, 900].map((mhz) => ({
        ...{ cellKey: String(mhz).repeat(10), deviceClass: 'jetson-nano', workload: 'alexnet', command: null },
        ...{ graphMode: 'dynamic', inferences: 3200, deviceIds, levels: factorLevels({ gpuHz: mhz * 1e6 }) },
      })),
      ...{ deviceIds, trials: [] },
    });
  const make = (availability: string, ...names: string[]) =>
    app.database.pool.query('UPDATE device SET availability = $1 WHERE name = ANY($2)', [availability, names]);
  const fault = (_id: string, error: Error) => {
    throw error;
  };
  /** Proposals until no more is proposed, as the dispatcher asks for them. */
  const round = async (): Promise<void> => {
    while ((await skipUnreachableTrials(app.database)) > 0);
    await finishEndedCampaigns(app.database.pool);
    await finishSearches(app.database, 'test', fault);
    while ((await reopenSkippedTrials(app.database)) > 0);
    while (await askStrategies(app.database, asked, fault));
  };
  /** Ends pending trials of a device, those first that were proposed first, with a judgement. */
  const settle = async (device: string, count: number, state: 'accepted' | 'skipped' = 'accepted') => {
    const verdict = state === 'accepted' ? 'accepted' : 'rejected';
    const { rowCount } = await app.database.pool.query(
      `WITH ended AS (
         UPDATE trial SET state = $3, attempt = attempt + 1, reason = CASE WHEN $3 = 'skipped' THEN 'rejected three times' END
         WHERE id IN (SELECT t.id FROM trial t JOIN device d ON d.id = t.device_id AND d.name = $1
           WHERE t.state = 'pending' ORDER BY position LIMIT $2) RETURNING *)
       INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings, energy_mj, duration_ms, simulated)
       SELECT id, attempt, gen_random_uuid(), 1, 'measured', now(), $4, '{}', '[]', 1000 + 10 * position, 60000, true FROM ended`,
      [device, count, state, verdict],
    );
    expect(rowCount).toBe(count);
  };
  const trials = async () => (await view()).trials;
  const view = () => app.campaigns.show(ada, id);
  const search = async () => {
    const campaign = await app.campaigns.find(ada, id);
    return (await new SearchesService(app.database).view(campaign)).searches[0]!;
  };
  const stored = async () =>
    (await app.database.pool.query<{ verdicts: object | null }>('SELECT search_verdicts AS verdicts FROM campaign'))
      .rows[0]!.verdicts;
  const runToEnd = async () => {
    await round();
    for (let settled = 0; settled < 3; settled++) {
      await settle('a', 1);
      await settle('b', 1);
      await round();
    }
    expect(await view()).toMatchObject({ state: 'completed' });
  };
  const fill = async () => {
    await app.actions.fill(ada, actorOf(ada), id);
    await round();
  };

  it('goes on with the device that is left when the other is retired, to its whole budget', async () => {
    await round();
    await settle('a', 1);
    await make('retired', 'b');
    await round();
    expect(await trials()).toMatchObject({ accepted: 1, skipped: 2, pending: 2 });
    for (let settled = 1; settled < 6; settled++) {
      await settle('a', 1);
      await round();
    }
    expect(await view()).toMatchObject({ state: 'completed', trials: { accepted: 6, skipped: 2, pending: 0 } });
    const { steps, verdict, phase } = await search();
    expect(steps.map(({ device }) => device)).toEqual(Array(6).fill('a'));
    expect(phase).toBe('done');
    expect(verdict.outcome).toMatch(/^(budget|certified)$/);
  });

  it('fails with what it found by then when no device is left, even if nothing was skipped', async () => {
    await make('quarantined', 'b');
    await round();
    await settle('a', 2);
    await make('retired', 'a', 'b');
    await round();
    expect(await view()).toMatchObject({
      ...{ state: 'failed', failedBecause: 'no device is left: a, b were retired' },
      trials: { accepted: 2, skipped: 0, pending: 0 },
    });
    const { verdict, steps, over, phase } = await search();
    expect({ over, phase, version: verdict.version }).toEqual({ over: true, phase: 'search', version: 'test' });
    expect(verdict).toMatchObject({ outcome: 'stopped', cell: steps[0]!.cell });
    expect(verdict.reason).toMatch(/^No device is left\. Stopped before its end\. No cell is better/);
  });

  it('is completed when its devices are retired after it came to its end', async () => {
    await round();
    for (const device of ['a', 'b', 'a', 'b', 'a', 'b']) {
      await settle(device, 1);
      if ((await trials()).accepted < 6) await round();
    }
    await make('retired', 'a', 'b');
    await round();
    expect(await view()).toMatchObject({ state: 'completed', failedBecause: null });
    expect((await search()).verdict.outcome).toMatch(/^(budget|certified)$/);
  });

  it('is filled once a device is back, and refuses before, with what to do', async () => {
    await round();
    await settle('a', 1);
    await make('retired', 'a', 'b');
    await round();
    expect(await view()).toMatchObject({ state: 'failed' });
    await expect(app.actions.fill(ada, actorOf(ada), id)).rejects.toMatchObject({
      code: 'campaign_no_device',
      remedy: expect.stringContaining('enroll one of them again') as string,
    });
    expect(await view()).toMatchObject({ state: 'failed' });
    await make('ready', 'b');
    await fill();
    expect(await view()).toMatchObject({ state: 'running', failedBecause: null, trials: { accepted: 1, pending: 2 } });
    expect(await search()).toMatchObject({ over: false, phase: 'search' });
  });

  it('goes on when it is filled after a stop, whether something was skipped or not', async () => {
    await round();
    await settle('a', 2);
    await settle('b', 2);
    await app.actions.act(ada, actorOf(ada), id, 'stop');
    await round();
    expect(await view()).toMatchObject({ state: 'stopped', trials: { accepted: 4, skipped: 0 } });
    expect(await search()).toMatchObject({ over: true, verdict: { outcome: 'stopped' } });
    await fill();
    expect(await trials()).toMatchObject({ accepted: 4, pending: 2 });
    await app.actions.act(ada, actorOf(ada), id, 'stop');
    await round();
    expect(await trials()).toMatchObject({ accepted: 4, skipped: 2, pending: 0 });
    await fill();
    expect(await trials()).toMatchObject({ accepted: 4, skipped: 0, pending: 2 });
    await settle('a', 1);
    await settle('b', 1);
    await round();
    expect(await view()).toMatchObject({ state: 'completed', trials: { accepted: 6 } });
  });

  it('stores its verdict with the version as it ends, and shows that one whatever a later version computes', async () => {
    await runToEnd();
    const { verdict, cells, steps } = await search();
    expect(verdict).toMatchObject({ version: 'test', cell: steps[0]!.cell });
    const { version: _, marginPct: __, ...said } = verdict;
    expect(await stored()).toEqual({
      version: 'test',
      searches: [
        {
          ...{ deviceClass: 'jetson-nano', workload: 'alexnet', command: [], phase: 'done' },
          verdict: { ...said, margin: 0.01 },
        },
      ],
    });
    // As if the version that ended it had found another winner.
    const other = { ...said, outcome: 'certified', cell: steps[1]!.cell, probability: 0.987, margin: 0.01 };
    await app.database.pool.query(
      `UPDATE campaign SET search_verdicts = jsonb_set(jsonb_set(search_verdicts, '{searches,0,verdict}', $1), '{version}', '"0.0.9"')`,
      [other],
    );
    const later = await search();
    expect(later.verdict).toMatchObject({
      outcome: 'certified',
      cell: steps[1]!.cell,
      probability: 0.987,
      version: '0.0.9',
    });
    expect({ phase: later.phase, cells: later.cells, steps: later.steps }).toEqual({ phase: 'done', cells, steps });
    await app.database.pool.query(`UPDATE campaign SET search_verdicts = '{"version": 3}'`);
    await expect(search()).rejects.toThrow();
    // An older version ended it: nothing is stored.
    await app.database.pool.query('UPDATE campaign SET search_verdicts = NULL');
    expect((await search()).verdict).toEqual({ ...verdict, version: null });
  });

  it.each(['stop', 'cancel'] as const)(
    'stores its verdict after a %s, once every device is restored',
    async (action) => {
      await round();
      await settle('a', 1);
      await app.database.pool.query(`UPDATE trial SET state = 'assigned' WHERE id = (SELECT t.id FROM trial t
      JOIN device d ON d.id = t.device_id AND d.name = 'b' WHERE t.state = 'pending' ORDER BY position LIMIT 1)`);
      await app.actions.act(ada, actorOf(ada), id, action);
      await round();
      expect(await view()).toMatchObject({ finishedAt: null });
      expect(await stored()).toBeNull();
      await app.database.pool.query(`UPDATE trial SET state = 'skipped' WHERE state = 'assigned'`);
      await round();
      expect(await view()).toMatchObject({ finishedAt: expect.any(String) as string });
      expect(await stored()).toMatchObject({
        version: 'test',
        searches: [{ phase: 'search', verdict: { outcome: 'stopped' } }],
      });
      expect(await search()).toMatchObject({
        over: true,
        phase: 'search',
        verdict: { outcome: 'stopped', version: 'test' },
      });
      const events = await app.database.pool.query<{ body: object }>(
        `SELECT body FROM event WHERE kind = 'campaign' ORDER BY id DESC LIMIT 1`,
      );
      expect(events.rows[0]!.body).toEqual({ change: 'finish', by: 'controller' });
    },
  );

  it('has no stored verdict any more when it goes on', async () => {
    await round();
    await settle('a', 1);
    await app.actions.act(ada, actorOf(ada), id, 'stop');
    await round();
    expect(await stored()).not.toBeNull();
    await fill();
    expect(await stored()).toBeNull();
    expect(await search()).toMatchObject({ over: false, verdict: { version: null } });
  });

  it('takes what is filled after its end into account, and misses nothing then', async () => {
    await round();
    await settle('a', 1, 'skipped');
    await settle('a', 1);
    await settle('b', 2);
    await round();
    await settle('a', 1);
    await settle('b', 1);
    await round();
    expect(await view()).toMatchObject({ state: 'completed', trials: { accepted: 5, skipped: 1 } });
    const before = await search();
    expect(before.steps[0]).toMatchObject({ state: 'failed', cost: null });
    await fill();
    expect(await view()).toMatchObject({ state: 'running', trials: { accepted: 5, pending: 1 } });
    await settle('a', 1);
    await round();
    expect(await view()).toMatchObject({ state: 'completed', trials: { accepted: 6, skipped: 0 } });
    const after = await search();
    expect(after.steps[0]).toMatchObject({ trialId: before.steps[0]!.trialId, state: 'accepted' });
    expect(after.verdict.cell).toBe(after.steps[0]!.cell);
    expect(after.trials.made).toBe(before.trials.made);
    await fill();
    expect(await view()).toMatchObject({ state: 'completed' });
  });
});
