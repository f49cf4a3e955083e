import { factorLevels, type Caller } from '@joulefleet/core';
import {
  findEarlierCampaigns,
  insertCampaign,
  insertUser,
  openDatabase,
  readEarlierCells,
  saveCellStatistics,
  type Database,
} from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedDevice } from '../../testkit/seed-campaign';

const CLASSES = ['jetson-nano'];

describe('what earlier campaigns measured', () => {
  let database: Database;
  let deviceIds: string[];
  let ada: Caller;
  let bob: Caller;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    deviceIds = [(await seedDevice(database, 'nano-1')).id, (await seedDevice(database, 'nano-2')).id];
    [ada, bob] = (await Promise.all(['ada', 'bob'].map(user))) as [Caller, Caller];
  });
  beforeEach(() => database.pool.query('DELETE FROM campaign'));
  afterAll(() => database.close());

  const user = async (name: string): Promise<Caller> => {
    const userId = await insertUser(database.pool, { name, role: 'researcher', passwordHash: null });
    return { userId, name, role: 'researcher' };
  };

  interface About {
    owner?: Caller;
    workload?: string;
    deviceClass?: string;
    simulated?: boolean;
    measuredOn?: readonly string[];
    /** SQL that sets columns. */
    then?: string;
  }

  /** A campaign of two cells that has finished. */
  async function finished(about: About = {}): Promise<string> {
    const { owner = ada, workload = 'alexnet', deviceClass = 'jetson-nano', simulated = false, then } = about;
    const id = await insertCampaign(database, {
      ...{ name: 'earlier', source: 'name: earlier', spec: {}, simulated, ownerId: owner.userId, trials: [] },
      strategy: { name: 'sweep', parameters: { repetitions: 3, order: 'sequential', seed: 1 } },
      cells: [614_400_000, 921_600_000].map((gpuHz, i) => ({
        ...{ cellKey: String(i).repeat(32), deviceClass, workload, command: null, graphMode: 'dynamic' },
        ...{ inferences: 160, levels: factorLevels({ batchSize: 16, gpuHz }) },
      })),
    });
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT id FROM cell WHERE campaign_id = $1 ORDER BY cell_key',
      [id],
    );
    const statistics = (about.measuredOn ?? [deviceIds[0]!]).map((deviceId, i) => ({
      ...{ cellId: rows[0]!.id, deviceId, trials: 3, energyMj: 9, medianEnergyMj: 9, sdLogEnergy: null },
      ...{ durationMs: 1000 + i, powerMw: 9000, digest: new Uint8Array(), sensors: [], evidence: {} as never },
    }));
    await saveCellStatistics(database.pool, statistics);
    await database.pool.query(
      `UPDATE campaign SET ${then ?? "state = 'completed', finished_at = now()"} WHERE id = $1`,
      [id],
    );
    return id;
  }

  const find = (caller = ada, over: Partial<Parameters<typeof findEarlierCampaigns>[2]> = {}) =>
    findEarlierCampaigns(database.pool, caller, {
      ...{ simulated: false, deviceClasses: CLASSES, workloads: ['alexnet'], ...over },
    });

  it('is found by who may see it', async () => {
    const own = await finished();
    const hidden = await finished({ owner: bob });
    const shared = await finished({ owner: bob });
    await database.pool.query("UPDATE campaign SET shared_with = '{ada}' WHERE id = $1", [shared]);
    const open = await finished({ owner: bob });
    await database.pool.query("UPDATE campaign SET shared_with = '{everyone}' WHERE id = $1", [open]);
    expect(await find()).toEqual([open, shared, own]);
    expect(await find({ ...ada, role: 'admin' })).toEqual([open, shared, hidden, own]);
    expect(await find(await user('eve'))).toEqual([open]);
  });

  it.each<[string, About]>([
    ['is running', { then: "state = 'running'" }],
    ['is archived', { then: "state = 'completed', finished_at = now(), archived_at = now()" }],
    ['is of twins', { simulated: true }],
    ['is of another class', { deviceClass: 'jetson-orin-nx' }],
    ['accepted no trial', { measuredOn: [] }],
  ])('is not of a campaign that %s', async (_, about) => {
    await finished(about);
    expect(await find()).toEqual([]);
    const own = await finished();
    expect(await find()).toEqual([own]);
  });

  it('is of ten campaigns, the newest first, of which those count first that measured the workload', async () => {
    const ours = await finished();
    const others: string[] = [];
    for (let i = 0; i < 11; i++) others.unshift(await finished({ workload: 'resnet18' }));
    expect(await find()).toEqual([...others.slice(0, 9), ours]);
    expect(await find(ada, { workloads: ['bert-tiny'] })).toEqual(others.slice(0, 10));
  });

  it('is read cell by cell and device by device, of the workload first', async () => {
    const ours = await finished({ measuredOn: deviceIds });
    const other = await finished({ workload: 'resnet18' });
    await finished();
    const read = (ids: string[], classes = CLASSES) => readEarlierCells(database.pool, ids, classes, ['alexnet']);
    const cells = await read([other, ours]);
    const by = cells.map(({ campaignId, device, durationMs }) => [campaignId, device, durationMs]);
    expect(by).toEqual([
      [ours, 'nano-1', 1000],
      [ours, 'nano-2', 1001],
      [other, 'nano-1', 1000],
    ]);
    expect(cells[0]).toMatchObject({
      ...{ deviceClass: 'jetson-nano', workload: 'alexnet', command: [], graphMode: 'dynamic', inferences: 160 },
      ...{ deviceId: deviceIds[0], trials: 3, powerMw: 9000 },
      levels: { batchSize: 16, gpuHz: 614_400_000 },
    });
    expect(await read([other, ours], ['jetson-orin-nx'])).toEqual([]);
    expect(await read([])).toEqual([]);
  });
});
