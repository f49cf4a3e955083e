import { factorLevels } from '@joulefleet/core';
import { insertCampaign, openDatabase, skipLargerBatches, type BatchFailure, type Database } from '@joulefleet/store';
import { createTestDatabase } from '../../testkit/database';
import { seedDevice } from '../../testkit/seed-campaign';

const CELLS = [
  { batchSize: 8, gpuHz: 614_400_000 },
  { batchSize: 16, gpuHz: 614_400_000 },
  { batchSize: 16, gpuHz: 921_600_000 },
  { batchSize: 32, gpuHz: 614_400_000 },
  { batchSize: 32, gpuHz: 614_400_000, runtime: 'libtorch', 'parameters.threads': 2 },
];
/** Positions: two trials of each cell in a row. The first one of the second cell fails. */
const FAILED = 3;

describe('skipping larger batches', () => {
  let database: Database;
  let campaignId: string;
  let count = 0;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
  });
  beforeEach(async () => {
    const device = await seedDevice(database, `device-${(count += 1)}`);
    campaignId = await insertCampaign(database, {
      name: 'batches',
      source: 'name: batches',
      spec: {},
      simulated: true,
      strategy: { name: 'sweep', parameters: { repetitions: 2, order: 'sequential', seed: 1 } },
      cells: CELLS.map((levels, i) => ({
        ...{ cellKey: String(i).repeat(32), deviceClass: 'jetson-nano', workload: 'alexnet', command: null },
        ...{ graphMode: 'dynamic', inferences: 160, levels: factorLevels(levels) },
      })),
      trials: [
        {
          deviceId: device.id,
          cells: Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]),
          repetitions: Int32Array.from([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]),
        },
      ],
    });
    await set(FAILED, 'failed');
  });
  afterAll(() => database.close());

  const set = (position: number, state: string) =>
    database.pool.query('UPDATE trial SET state = $3 WHERE campaign_id = $1 AND position = $2', [
      campaignId,
      position,
      state,
    ]);
  const skippedAfter = async (cause: BatchFailure['cause']): Promise<number[]> => {
    const { rows } = await database.pool.query<{ id: string }>(
      'SELECT id FROM trial WHERE campaign_id = $1 AND position = $2',
      [campaignId, FAILED],
    );
    await skipLargerBatches(database.pool, rows[0]!.id, { cause, reason: 'last words' });
    const skipped = await database.pool.query<{ position: number; reason: string }>(
      "SELECT position, reason FROM trial WHERE campaign_id = $1 AND state = 'skipped' ORDER BY position",
      [campaignId],
    );
    for (const { reason } of skipped.rows) expect(reason).toMatch(/^not tried: batch 16 .* \(last words\)$/);
    return skipped.rows.map(({ position }) => position);
  };

  it('skips as large a batch at other clocks after out of memory, and not after a crash', async () => {
    expect(await skippedAfter('crash')).toEqual([4, 7, 8]);
    expect(await skippedAfter('out_of_memory')).toEqual([4, 5, 6, 7, 8]);
  });

  it('looks at cells only whose workload is executed in the same way', async () => {
    await set(9, 'accepted');
    expect(await skippedAfter('crash')).toEqual([4, 7, 8]);
    await database.pool.query(
      `UPDATE cell SET levels = levels - 'runtime' - 'parameters.threads' WHERE campaign_id = $1`,
      [campaignId],
    );
    expect(await skippedAfter('out_of_memory')).toEqual([4, 5, 6, 7, 8, 10]);
  });

  it.each([
    ['its own cell', 4],
    ['a larger batch', 7],
  ])('skips nothing after a crash where %s was measured', async (_what, position) => {
    await set(position, 'accepted');
    expect(await skippedAfter('crash')).toEqual([]);
  });

  it('skips all the same where only the same batch at other clocks, or a smaller one, was measured', async () => {
    await set(1, 'accepted');
    await set(5, 'accepted');
    expect(await skippedAfter('crash')).toEqual([4, 7, 8]);
  });
});
