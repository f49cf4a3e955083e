import { buildStrategy, factorLevels, proposeLaunch, type StrategySpec } from '@joulefleet/core';
import {
  insertCampaign,
  listCampaignsToAsk,
  openDatabase,
  placeShard,
  readDispatchSnapshot,
  skipUnreachableTrials,
  type Database,
} from '@joulefleet/store';
import { AskedBefore, askStrategies } from '../../../libs/dispatch/src/ask-strategies';
import { takeOverCells } from '../../../libs/dispatch/src/take-over-cells';
import { createTestDatabase } from '../../testkit/database';
import { seedDevice } from '../../testkit/seed-campaign';

const CELLS = 12;
const REPETITIONS = 3;
const STRATEGY: StrategySpec = {
  name: 'sweep',
  parameters: { repetitions: REPETITIONS, order: 'randomised-blocks', seed: 1 },
};

describe('taking cells over', () => {
  let database: Database;
  let ids: string[];
  let campaignId: string;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    ids = [];
    for (const name of ['a', 'b', 'c']) ids.push((await seedDevice(database, name)).id);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    campaignId = await launch();
  });
  afterEach(async () => {
    await database.pool.query('DELETE FROM campaign');
    await database.pool.query(`UPDATE device SET availability = 'ready', since = now()`);
    await database.pool.query(`UPDATE lease SET shard_id = NULL, expires_at = NULL`);
  });

  /** Four cells on each device, by index: 0, 3, 6, 9 on a, and so on. */
  const launch = (sentinelEvery: number | null = null): Promise<string> => {
    const strategy = { ...STRATEGY, parameters: { ...STRATEGY.parameters, sentinelEvery } };
    const devices = ids.map((deviceId, i) => {
      const cells = Array.from({ length: CELLS / 3 }, (_, index) => index * 3 + i);
      return { deviceId, name: 'abc'[i]!, cells, sentinel: sentinelEvery === null ? null : i };
    });
    return insertCampaign(database, {
      ...{ name: 'shared', source: '', simulated: true, strategy, deviceIds: ids },
      spec: { devicesPerCell: 1, shardTrials: 4 },
      cells: Array.from({ length: CELLS }, (_, index) => ({
        cellKey: String(index).padStart(32, '0'),
        ...{ deviceClass: 'jetson-nano', workload: 'alexnet', command: null, graphMode: 'dynamic', inferences: 100 },
        levels: factorLevels({ gpuHz: index * 1e6 }),
        deviceIds: ids,
      })),
      trials: proposeLaunch(buildStrategy(strategy), devices),
    });
  };
  const make = (index: number, availability: string) =>
    database.pool.query(`UPDATE device SET availability = $2, since = now() WHERE id = $1`, [ids[index], availability]);
  /** The dispatcher's rounds until nothing moves. */
  const settle = async (tried = new Map<string, string>()): Promise<number> => {
    let all = 0;
    for (let moved = -1; moved !== 0; all += moved) moved = await takeOverCells(database, tried);
    return all;
  };
  const accept = (where: string, index: number) =>
    database.pool.query(`UPDATE trial SET state = 'accepted' WHERE device_id = $1 AND state = 'pending' AND ${where}`, [
      ids[index],
    ]);
  /** Devices b and c measure what they have, and what they take over when they are done. */
  const measureAll = async (): Promise<void> => {
    do for (const index of [1, 2]) await accept('true', index);
    while ((await settle()) > 0);
  };
  /** Trials by device and state. */
  const trials = async (): Promise<Record<string, Record<string, number>>> => {
    const { rows } = await database.pool.query<{ name: string; state: string; n: number }>(
      `SELECT d.name, t.state, count(*)::int AS n FROM trial t JOIN device d ON d.id = t.device_id GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    const found: Record<string, Record<string, number>> = {};
    for (const { name, state, n } of rows) (found[name] ??= {})[state] = n;
    return found;
  };
  /** Trials that are to be measured, or were: as many of each cell as there are repetitions, all on one device. */
  const expectEachCellOnce = async (): Promise<void> => {
    const { rows } = await database.pool.query(
      `SELECT cell_id FROM trial t WHERE state IN ('pending', 'assigned', 'accepted') AND NOT EXISTS (
         SELECT 1 FROM trial o WHERE o.cell_id = t.cell_id AND o.device_id = t.device_id AND o.state = 'moved')
       GROUP BY cell_id HAVING count(*) = $1 AND count(DISTINCT device_id) = 1 AND count(DISTINCT repetition) = $1`,
      [REPETITIONS],
    );
    expect(rows).toHaveLength(CELLS);
  };
  /** What the triggers counted is what a count finds. */
  const expectCounts = async (): Promise<void> => {
    const { rows } = await database.pool.query(
      `SELECT n.device_id FROM campaign_device n LEFT JOIN LATERAL (
         SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'moved') AS moved,
           count(*) FILTER (WHERE state = 'pending' AND repetition = 1) AS untried,
           count(*) FILTER (WHERE state = 'moved' AND repetition = 1) AS moved_cells
         FROM trial WHERE campaign_id = n.campaign_id AND device_id = n.device_id) t ON true
       WHERE (n.pending, n.moved, n.untried, n.moved_cells) IS DISTINCT FROM (t.pending, t.moved, t.untried, t.moved_cells)`,
    );
    expect(rows).toEqual([]);
  };

  it('moves nothing while all devices are as far as each other', async () => {
    expect(await settle()).toBe(0);
    expect(await trials()).toEqual({ a: { pending: 12 }, b: { pending: 12 }, c: { pending: 12 } });
  });

  it('shares what a quarantined device did not try evenly, after what the others have', async () => {
    await make(0, 'quarantined');
    expect(await settle()).toBe(4);
    expect(await trials()).toEqual({ a: { moved: 12 }, b: { pending: 18 }, c: { pending: 18 } });
    await expectEachCellOnce();
    await expectCounts();
    const { rows } = await database.pool.query<{ body: object }>(
      `SELECT body FROM event WHERE campaign_id = $1 AND kind = 'trials' ORDER BY id`,
      [campaignId],
    );
    const reasons = ['b', 'c'].map((name) => `taken over by ${name}: a is quarantined`);
    expect(rows.map(({ body }) => body)).toEqual(reasons.map((reason) => ({ outcome: 'moved', trials: 6, reason })));
    const last = await database.pool.query(
      `SELECT 1 FROM trial t JOIN trial o ON o.device_id = t.device_id AND o.position > t.position AND o.cell_id <> t.cell_id
       WHERE t.device_id = $1 AND t.cell_id IN (SELECT cell_id FROM trial WHERE state = 'moved')
         AND o.cell_id NOT IN (SELECT cell_id FROM trial WHERE state = 'moved')`,
      [ids[1]],
    );
    expect(last.rowCount).toBe(0);
  });

  it.each(['quarantined', 'retired'])(
    'leaves sentinels of a %s device where they are, and skips them',
    async (state) => {
      await database.pool.query('DELETE FROM campaign');
      // The first cell of each device is its sentinel cell, too.
      await launch(4);
      expect(await trials()).toEqual({ a: { pending: 16 }, b: { pending: 16 }, c: { pending: 16 } });
      await make(0, state);
      expect(await settle()).toBe(4);
      expect(await trials()).toEqual({ a: { moved: 12, skipped: 4 }, b: { pending: 22 }, c: { pending: 22 } });
      await expectCounts();
      expect(await skipUnreachableTrials(database)).toBe(0);
    },
  );

  it('leaves a begun cell where it is until another device has nothing to do; there it starts again', async () => {
    await accept('repetition = 1', 0);
    await make(0, 'quarantined');
    expect(await settle()).toBe(0);
    await accept('true', 1);
    expect(await settle()).toBe(1);
    expect((await trials())['a']).toEqual({ accepted: 4, pending: 6, moved: 2 });
    await measureAll();
    expect((await trials())['a']).toEqual({ accepted: 4, moved: 8 });
    await expectEachCellOnce();
    await expectCounts();
  });

  it('gives cells back to a device that returned, when the one that took them is lost', async () => {
    await make(2, 'retired');
    await settle();
    await make(0, 'quarantined');
    expect(await settle()).toBe(6);
    await make(0, 'ready');
    await make(1, 'quarantined');
    expect(await settle()).toBe(12);
    expect(await trials()).toEqual({ a: { pending: 36 }, b: { moved: 36 }, c: { moved: 12 } });
    await expectEachCellOnce();
    await expectCounts();
  });

  it('skips what no device can take over from a retired one, and waits where one may', async () => {
    await database.pool.query(`UPDATE cell SET device_ids = NULL WHERE cell_key LIKE '%0'`);
    await make(0, 'retired');
    await make(1, 'quarantined');
    await make(2, 'quarantined');
    expect(await settle()).toBe(0);
    expect(await skipUnreachableTrials(database)).toBe(REPETITIONS);
    expect((await trials())['a']).toEqual({ pending: 9, skipped: 3 });
    await make(2, 'ready');
    await settle();
    expect(await trials()).toMatchObject({ a: { moved: 9, skipped: 3 } });
    await make(2, 'retired');
    await make(1, 'retired');
    for (let skipped = -1; skipped !== 0;) skipped = await skipUnreachableTrials(database);
    expect(await settle()).toBe(0);
    const states = Object.values(await trials()).flatMap((each) => Object.keys(each));
    expect(new Set(states)).toEqual(new Set(['skipped', 'moved']));
  });

  it('moves each cell once when many dispatchers do it at once, while shards are placed', async () => {
    await make(0, 'quarantined');
    const place = async (): Promise<void> => {
      const { campaigns } = await readDispatchSnapshot(database);
      for (const { deviceId, trialIds } of campaigns[0]?.pending ?? []) {
        await placeShard(database, { kind: 'lease', deviceId, campaignId, trialIds: [...trialIds] });
      }
    };
    await Promise.all([settle(), place(), settle(), place(), settle()]);
    await settle();
    await expectEachCellOnce();
    await expectCounts();
    expect((await trials())['a']).toEqual({ moved: 12 });
  });

  it('moves nothing when it is cut off on the way', async () => {
    await make(0, 'quarantined');
    const query = `CREATE FUNCTION cut_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut off'; END $$;
      CREATE TRIGGER cut_off BEFORE INSERT ON trial FOR EACH STATEMENT EXECUTE FUNCTION cut_off()`;
    await database.pool.query(query);
    await expect(takeOverCells(database, new Map())).rejects.toThrow('cut off');
    await database.pool.query(`DROP TRIGGER cut_off ON trial; DROP FUNCTION cut_off()`);
    expect((await trials())['a']).toEqual({ pending: 12 });
    await settle();
    await expectEachCellOnce();
  });

  it('is not decided anew for cells that cannot be moved', async () => {
    await database.pool.query('UPDATE cell SET device_ids = NULL');
    await make(0, 'quarantined');
    const tried = new Map<string, string>();
    expect(await takeOverCells(database, tried)).toBe(0);
    expect([...tried.keys()]).toEqual([campaignId]);
    const [before] = await listCampaignsToAsk(database);
    expect(await takeOverCells(database, tried)).toBe(0);
    expect((await listCampaignsToAsk(database))[0]!.planVersion).toBe(before!.planVersion);
  });

  it('lets the campaign complete, and more repetitions go where the cells went', async () => {
    await accept('repetition = 1', 0);
    await make(0, 'quarantined');
    await measureAll();
    await make(0, 'ready');
    const ask = () =>
      askStrategies(database, new AskedBefore('test'), (_id, error) => {
        throw error;
      });
    const stateOf = async () => (await database.prisma.campaign.findFirstOrThrow()).state;
    await ask();
    expect(await stateOf()).toBe('completed');
    await database.pool.query(
      `UPDATE campaign SET state = 'running', plan_version = plan_version + 1,
         strategy_parameters = jsonb_set(strategy_parameters, '{repetitions}', '4')`,
    );
    expect(await ask()).toBe(true);
    const found = await trials();
    expect(found['a']).toEqual({ accepted: 4, moved: 8 });
    expect(found['b']!['pending']! + found['c']!['pending']!).toBe(CELLS);
    for (const index of [1, 2]) await accept('true', index);
    await ask();
    expect(await stateOf()).toBe('completed');
  });
});
