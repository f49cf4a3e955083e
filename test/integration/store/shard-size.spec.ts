import {
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  readProgress,
  settleShard,
  type Database,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';

const READY = { availability: 'ready', health: 'good', reason: null } as const;

describe('the next shard of a device', () => {
  let database: Database;
  let deviceId: string;
  let campaignId: string;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    deviceId = (await seedDevice(database)).id;
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    campaignId = await seedCampaign(database, deviceId, 300);
  });
  afterEach(() => database.pool.query('DELETE FROM campaign'));

  const useSpec = (spec: object) =>
    database.pool.query('UPDATE campaign SET spec = $1 WHERE id = $2', [JSON.stringify(spec), campaignId]);
  const useTrialMs = (trialMs: number) => database.pool.query('UPDATE campaign_device SET trial_ms = $1', [trialMs]);
  const nextTrials = async () => (await readDispatchSnapshot(database)).campaigns[0]!.pending[0]!.trialIds;

  it.each([
    [{ shard: { timeMs: 300_000 } }, null, 12],
    [{ shard: { timeMs: 300_000 } }, 61_000, 4],
    [{ shard: { timeMs: 60_000 } }, 61_000, 1],
    [{ shard: { timeMs: 300_000 } }, 150, 200],
    [{}, 61_000, 4],
    [{ shard: { timeMs: 300_000 }, shardTrials: 7 }, 61_000, 7],
  ])('of %j, where a trial took %s ms, has %i trials', async (spec, trialMs, trials) => {
    await useSpec(spec);
    if (trialMs !== null) await useTrialMs(trialMs);
    expect(await nextTrials()).toHaveLength(trials);
  });

  it('learns from the shard before how long a trial takes', async () => {
    await useSpec({ shard: { timeMs: 300_000 } });
    const trialIds = [...(await nextTrials())];
    const shard = (await placeShard(database, { kind: 'lease', deviceId, campaignId, trialIds }))!;
    await database.pool.query(`UPDATE trial SET state = 'accepted' WHERE id = ANY($1::uuid[])`, [
      trialIds.slice(0, 10),
    ]);
    await database.pool.query('UPDATE shard SET busy_ms = 600000 WHERE id = $1', [shard.shardId]);
    expect(await settleShard(database, shard, READY)).toBe('settled');
    expect(await nextTrials()).toHaveLength(5);
    const [progress] = await readProgress(database, campaignId);
    expect(progress!.timedShards).toEqual({ count: 1, sumMs: 60_000, squaresMs: 60_000 ** 2 });
  });
});
