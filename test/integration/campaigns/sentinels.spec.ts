import type { LaunchResult, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';
import { queryOnce } from '../../testkit/service-client';

/** The middle of a Jetson Nano's tables, which is where its sentinel cell is. */
const MIDDLE = { gpuHz: 460_800_000, cpuKhz: 825_600 };

const file = (sentinel: string) => `
name: sentinels
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [460.8 MHz, 921.6 MHz], cpuFrequency: 825.6 MHz }
repetitions: 2
inferences: 160
sentinel: ${sentinel}
`;

describe('a campaign with sentinels', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  it('measures the same cell between the others, and reports how it moved', async () => {
    const source = file('{ every: 2 }');
    const dry = await lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun: true });
    const { plan } = dry.body as LaunchResult;
    expect([plan.cells, plan.trials]).toEqual([2, 7]);
    expect(plan.devices[0]!.notes).toContain(
      'sentinel after each 2 trials: alexnet at batch 16, GPU 460.8 MHz, CPU 825.6 MHz',
    );
    const { id } = await lab.launch(source);
    const report = await lab.completed(id, 90);
    expect(report.campaign.trials).toMatchObject({ total: 7, accepted: 7 });
    expect(report.protocol).toMatchObject({ sentinel: { everyTrials: 2 } });
    // One cell of the sweep is the sentinel cell as well: its own trials are not mixed with these.
    expect(report.rows[0]!.cells.map(({ trials }) => trials)).toEqual([2, 2]);
    const [sentinel] = report.sentinels;
    expect(sentinel).toMatchObject({ device: 'nano', trials: 3, levels: MIDDLE });
    const { estimate, low, high } = sentinel!.driftPct!;
    expect(low).toBeLessThan(estimate);
    expect(high).toBeGreaterThan(estimate);
    const rows = await queryOnce<{ repetition: number }>(
      lab.databaseUrl,
      `SELECT repetition FROM trial WHERE campaign_id = '${id}' ORDER BY position`,
    );
    expect(rows.map(({ repetition }) => Math.min(1, repetition))).toEqual([0, 1, 1, 0, 1, 1, 0]);
  }, 120_000);

  it('goes on with them when it is extended', async () => {
    const { id } = await lab.launch(file('{ every: 4 }'));
    await lab.completed(id, 90);
    await lab.call('POST', `/v1/campaigns/${id}/extend`, { repetitions: 1 });
    const report = await lab.completed(id, 90);
    // Before and after the four trials, and before and after the two that were added.
    expect(report.campaign.trials).toMatchObject({ total: 10, accepted: 10 });
    expect(report.sentinels[0]!.trials).toBe(4);
    expect(report.rows[0]!.cells.map(({ trials }) => trials)).toEqual([3, 3]);
  }, 200_000);

  it.each([
    ['{ workload: resnet18 }', /"resnet18" is none of the workloads/],
    ['{ every: 0 }', /0 is too small/],
    ['sometimes', /sentinel must be/],
  ])('refuses sentinel: %s', async (sentinel, message) => {
    const { status, body } = await lab.call('POST', '/v1/campaigns', { source: file(sentinel), sourceName: 'f' });
    expect(status).toBe(422);
    expect((body as Problem).errors!.map((error) => error.message).join()).toMatch(message);
  });
});
