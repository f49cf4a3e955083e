import type { DeviceView, ProgressView } from '@joulefleet/contracts';
import { startLab, type Lab } from '../testkit/lab';
import { until } from '../testkit/until';

const SWEEP = `
name: one is missing
workloads: [alexnet]
factors:
  perClass:
    jetson-xavier-nx: { gpuFrequency: 803.25 MHz, cpuFrequency: 1190.4 MHz }
    jetson-orin-nx: { gpuFrequency: 714 MHz, cpuFrequency: 1190.4 MHz }
repetitions: 3
inferences: 640
`;

const LONG = { timeoutMs: 50_000 };

describe('a campaign with a device that is not there', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-xavier-nx', 'jetson-orin-nx'], timeScale: 500, seed: 5 });
    for (const twin of lab.twins) await lab.enroll(twin);
  });
  afterAll(() => lab.stop());

  const device = async (name: string): Promise<DeviceView> =>
    (await lab.call('GET', `/v1/devices/${name}`)).body as DeviceView;

  it('goes on with the others, says whose fault it is, and ends when the device is back', async () => {
    const [xavier] = lab.twins;
    await xavier!.stop();
    const { id } = await lab.launch(SWEEP);
    const progress = async (): Promise<ProgressView> =>
      (await lab.call('GET', `/v1/campaigns/${id}/progress`)).body as ProgressView;

    await until(async () => {
      const { devices } = await progress();
      const present = devices.find(({ device: name }) => name === 'orin-nx')!;
      const absent = devices.find(({ device: name }) => name === 'xavier-nx')!;
      return present.done === present.total && absent.availability === 'offline';
    }, LONG);
    expect(await device('xavier-nx')).toMatchObject({
      availability: 'offline',
      health: 'unknown',
      reason: expect.stringMatching(/(nothing listens there|connection was closed).*network/) as string,
    });

    await lab.restartTwin(0);
    const report = await lab.completed(id, 60);
    expect(report.campaign.trials).toMatchObject({ total: 12, accepted: 12 });
    await until(async () => (await device('xavier-nx')).availability === 'ready', LONG);
    expect(await device('xavier-nx')).toMatchObject({ health: 'good', reason: null });
  }, 120_000);

  it('quarantines a device whose host key changed, and names both fingerprints', async () => {
    const before = lab.twins[1]!.fingerprint;
    await lab.restartTwin(1, { newHostKey: true });
    const after = lab.twins[1]!.fingerprint;
    expect(after).not.toBe(before);
    await lab.launch(SWEEP);
    await until(async () => (await device('orin-nx')).availability === 'quarantined', LONG);
    const { reason } = await device('orin-nx');
    expect(reason).toContain(before);
    expect(reason).toContain(after);
  }, 60_000);

  it('quarantines a device whose rail is gone', async () => {
    lab.twins[0]!.dropRail('VDD_IN');
    await lab.launch(SWEEP);
    await until(async () => (await device('xavier-nx')).availability === 'quarantined', LONG);
    expect(await device('xavier-nx')).toMatchObject({ health: 'bad', reason: expect.stringMatching(/rail/) as string });
  }, 60_000);
});
