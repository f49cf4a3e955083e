import type { LaunchResult, Problem } from '@joulefleet/contracts';
import { startLab, type Lab } from '../../testkit/lab';

describe('conditions and zips of a campaign file', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const plan = async (lines: string) => {
    const source = `name: x\nworkloads: [alexnet, resnet18]\nrepetitions: 1\n${lines}\n`;
    const { status, body } = await lab.call('POST', '/v1/campaigns', { source, sourceName: 'f', dryRun: true });
    return { status, body: body as LaunchResult & Problem };
  };
  const FACTORS = 'factors: { gpuFrequency: [307.2 MHz, 614.4 MHz, dvfs], cpuFrequency: [921.6 MHz, 1479 MHz, dvfs] }';

  it('leave cells out of the plan, and say how many', async () => {
    const zipped = await plan(`${FACTORS}\nzip: [[gpuFrequency, cpuFrequency]]`);
    const [device] = zipped.body.plan.devices;
    // Three pairs of clocks for each workload, one of them the baseline.
    expect(device).toMatchObject({ cells: 6, trials: 6, notes: ['12 cells left out by zip'] });
    const where = ['gpuFrequency == "dvfs" || gpuFrequency > 500', 'workload != "resnet18"'];
    const kept = await plan(`${FACTORS}\nwhere: ${JSON.stringify(where)}`);
    expect(kept.body.plan.devices[0]).toMatchObject({ cells: 6, notes: ['12 cells left out by where'] });
  });

  it('name the condition that cannot be evaluated, and its place', async () => {
    const { status, body } = await plan(`${FACTORS}\nwhere: [workload != "x", gpuFrequency > 500]`);
    expect([status, body.code]).toEqual([422, 'bad_campaign']);
    expect(body.errors).toEqual([
      expect.objectContaining({
        where: 'f:5:26',
        message: expect.stringMatching(/"gpuFrequency > 500" cannot be evaluated for a cell of jetson-nano: no such/),
      }),
    ]);
  });
});
