import { problem } from '@joulefleet/contracts';
import { frequencyTable, type DeviceClass } from '@joulefleet/core';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';
import { sweepSource } from '../../../bench/plan/study-sweep';
import { openDatabase } from '@joulefleet/store';

const CLASSES: DeviceClass[] = ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'];
/** Every clock of one device of each class. */
const POINTS = CLASSES.map((deviceClass) => frequencyTable(deviceClass)).reduce(
  (sum, { cpuKhz, gpuHz }) => sum + cpuKhz.length * gpuHz.length,
  0,
);
const LARGE = { workloads: 3, batchSizes: 8, repetitions: 1000 };

describe('the limits of launching', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({
      twins: CLASSES,
      controller: { campaignLimits: { maxTrials: 1_000_000, maxCells: 20_000 } },
    });
    for (const twin of lab.twins) await lab.enroll(twin);
  });
  afterAll(() => lab.stop());

  const launch = (source: string, dryRun = false) =>
    lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun });
  const messagesOf = (body: unknown) => problem.parse(body).errors!.map(({ message }) => message);

  it.each([false, true])('refuses millions of trials with their count, dry run: %s', async (dryRun) => {
    const cells = POINTS * LARGE.workloads * LARGE.batchSizes;
    const { status, body } = await launch(sweepSource(LARGE), dryRun);
    expect(status).toBe(422);
    expect(messagesOf(body)).toEqual([
      `${cells * LARGE.repetitions} trials of ${cells} cells on all devices; at most 1000000 in one campaign`,
    ]);
    expect(await queryOnce(lab.databaseUrl, 'SELECT id FROM campaign')).toEqual([]);
  });

  it('counts cells before it builds them', async () => {
    const { body } = await launch(sweepSource({ ...LARGE, batchSizes: 10 }), true);
    const cells = POINTS * LARGE.workloads * 10;
    expect(messagesOf(body)).toEqual([`${cells} cells; at most 20000 in one campaign: name fewer levels`]);
  });

  it('has sixteen launches wait for the one that is planned, and sends the others away', async () => {
    const database = openDatabase(lab.databaseUrl, { maxConnections: 1 });
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN; LOCK TABLE device IN ACCESS EXCLUSIVE MODE');
      let refused = 0;
      const launches = Array.from({ length: 20 }, async () => {
        const answer = await launch('name: x\nworkloads: [alexnet]\nbaseline: none\n', true);
        if (answer.status === 429 && ++refused === 3) await client.query('COMMIT');
        return answer;
      });
      const answers = await Promise.all(launches);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(17);
      expect(answers.filter(({ status }) => status === 429).map(({ body }) => problem.parse(body))).toEqual(
        Array.from({ length: 3 }, () => expect.objectContaining({ code: 'planner_busy', transient: true }) as unknown),
      );
    } finally {
      client.release();
      await database.close();
    }
  });
});
