import type { LaunchResult, PlanView } from '@joulefleet/contracts';
import { openDatabase } from '@joulefleet/store';
import { startLab, type Lab } from '../../testkit/lab';

const file = (gpu: string, repetitions: string, inferences = 160) => `
name: estimated
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [${gpu}], cpuFrequency: 1479 MHz, batchSize: [1, 8] }
${repetitions}
inferences: ${inferences}
`;
const MEASURED = '307.2 MHz, 460.8 MHz, 768 MHz, 921.6 MHz';

describe('the estimate of a plan', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano', 'jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
  });
  afterAll(() => lab.stop());

  const planOf = async (source: string): Promise<PlanView> => {
    const { status, body } = await lab.call('POST', '/v1/campaigns', { source, dryRun: true });
    expect(status).toBe(200);
    return (body as LaunchResult).plan;
  };

  it('is none before anything was measured, and afterwards what happens within its interval or a tenth', async () => {
    const before = (await planOf(file(MEASURED, 'repetitions: 2'))).estimate;
    expect(before).toMatchObject({ endS: null, durationS: null, energyJ: null, leastTrials: false });
    expect(before.devices).toEqual([
      expect.objectContaining({ source: 'none', cells: { device: 0, class: 0, model: 0, none: 8 }, trials: 0 }),
    ]);
    await lab.completed((await lab.launch(file(MEASURED, 'repetitions: 2'))).id, 300);

    const { id } = await lab.launch(file('307.2 MHz, 614.4 MHz, 921.6 MHz', 'repetitions: 3', 96));
    const { estimate } = await lab.completed(id, 300);
    expect(estimate).toMatchObject({ leastTrials: false, actualS: expect.any(Number) });
    const [device] = estimate!.devices;
    expect(device).toMatchObject({ trials: 18, accepted: 18 });
    const { energyJ, actualJ, durationS, actualS } = device!;
    expect(Math.abs(actualJ / energyJ!.estimate - 1)).toBeLessThan(0.1);
    // How fast a twin is executed depends on the machine's other load.
    expect(actualS / durationS!.estimate).toBeGreaterThan(0.1);
    expect(actualS / durationS!.estimate).toBeLessThan(10);
  }, 600_000);

  it('counts what trials of the device waited for their starting temperature, by the same rule', async () => {
    const waitsOf = async (rule = '') => {
      const [device] = (await planOf(file('307.2 MHz', `repetitions: 3\n${rule}`))).estimate.devices;
      return device!;
    };
    const before = await waitsOf();
    expect(before.waits).toBe('device');
    const database = openDatabase(lab.databaseUrl);
    await database.pool.query(`UPDATE measurement SET body = jsonb_set(body, '{start,coolingMs}', '60000')`);
    await database.close();
    const after = await waitsOf();
    expect(after.waits).toBe('device');
    expect(after.waitsS!).toBeGreaterThan(2 * before.waitsS!);
    expect(await waitsOf('startTemperature: off')).toMatchObject({ waits: 'none', waitsS: 0 });
    expect(await waitsOf('startTemperature: [40 °C, 45 °C]')).toMatchObject({ waits: 'model' });
  });

  it('says where it comes from, what is queued before, and that a stopping rule takes more', async () => {
    await lab.enroll(lab.twins[1]!);
    const mixed = (await planOf(file('614.4 MHz, 691.2 MHz', 'repeat: { until: 2 % }'))).estimate;
    expect(mixed.leastTrials).toBe(true);
    const [one, two] = mixed.devices;
    expect(one).toMatchObject({ source: 'model', cells: { device: 2, class: 0, model: 2, none: 0 }, pace: 'device' });
    expect(two).toMatchObject({ source: 'model', cells: { device: 0, class: 2, model: 2, none: 0 }, pace: 'class' });
    const shared = await planOf(`${file(MEASURED, 'repetitions: 2')}devicesPerCell: 1\n`);
    expect(shared).toMatchObject({ cells: 8, trials: 16, devices: [{ cells: 4 }, { cells: 4 }] });
    expect(shared.estimate.devices).toEqual([
      expect.objectContaining({ trials: 8 }),
      expect.objectContaining({ trials: 8 }),
    ]);
    expect(shared.estimate.oneMore).toEqual([expect.objectContaining({ trials: 4, relieves: true })]);
    expect(mixed.oneMore).toEqual([expect.objectContaining({ deviceClass: 'jetson-nano', trials: 12 })]);

    const { id } = await lab.launch(file(MEASURED, 'repetitions: 50'));
    const queued = (await planOf(file('614.4 MHz', 'repetitions: 1'))).estimate;
    for (const { queuedTrials, queuedS } of queued.devices) {
      expect(queuedTrials).toBeGreaterThan(100);
      expect(queuedS!.low).toBeGreaterThan(0);
    }
    expect(queued.endS!.estimate).toBeGreaterThan(queued.devices[0]!.queuedS!.estimate);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
  }, 400_000);
});
