import type { LaunchResult } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

const sweep = (inferences: number, workload = 'alexnet') => `
name: windows of ${inferences}
workloads: [${workload}]
factors: { gpuFrequency: [921.6 MHz], cpuFrequency: [1479 MHz], batchSize: [8] }
baseline: none
repetitions: 1
inferences: ${inferences}
`;

describe('windows that are too short to be sampled', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const warningsOf = async (source: string): Promise<string[]> => {
    const { status, body } = await lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun: true });
    expect(status).toBe(200);
    return (body as LaunchResult).plan.warnings;
  };

  it('are named in the plan once the cell is known, with the inferences that are enough; before, it gives no estimate', async () => {
    const unknown = [
      "no estimate of the window's length for 1 of 1 cells on jetson-nano: they were not measured there before",
    ];
    expect(await warningsOf(sweep(16))).toEqual(unknown);
    await lab.completed((await lab.launch(sweep(3200))).id, 60);
    expect(await warningsOf(sweep(3200))).toEqual([]);
    const [warning, ...others] = await warningsOf(sweep(16));
    expect(others).toEqual([]);
    expect(warning).toMatch(/^jetson-nano, alexnet, batch 8: the window of 1 cell will be too short .*enough_samples/);
    const needed = Number(/request at least (\d+) inferences$/.exec(warning!)![1]);
    expect(await warningsOf(sweep(16, 'resnet18'))).toEqual(unknown);

    const { campaign } = await lab.completed((await lab.launch(sweep(needed))).id, 60);
    expect(campaign.trials).toMatchObject({ accepted: 1, failed: 0 });
  }, 120_000);

  it('are rejected once, with what to change, and not measured again', async () => {
    const report = await lab.completed((await lab.launch(sweep(16))).id, 60);
    expect(report.campaign.trials).toMatchObject({ total: 1, accepted: 0 });
    expect(report.rejected).toEqual([expect.objectContaining({ attempts: 1, trials: 1 })]);
    expect(report.failures).toEqual([
      expect.objectContaining({
        state: 'skipped',
        reason: expect.stringMatching(
          /^enough_samples: .*: request (many more|[0-9.]+ times as many) inferences; another/,
        ),
      }),
    ]);
  }, 60_000);

  it('are those with fewer samples than the campaign asks for', async () => {
    const source = `${sweep(3200)}checks: { minSamples: 100000 }\n`;
    expect(await warningsOf(source)).toEqual([expect.stringContaining('enough_samples would reject it')]);
    const report = await lab.completed((await lab.launch(source)).id, 60);
    expect(report.protocol!.checks).toEqual({ minSamples: 100_000, maxOffShare: 0.005, maxGapShare: 0.05 });
    expect(report.failures).toEqual([
      expect.objectContaining({ reason: expect.stringContaining('at least 100000 are needed') }),
    ]);
  }, 60_000);
});
