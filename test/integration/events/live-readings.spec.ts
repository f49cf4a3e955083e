import { liveEvent, type CampaignView, type LiveEvent, type ProgressView } from '@joulefleet/contracts';
import { openEvents, type EventClient } from '../../testkit/event-client';
import { startLab, type Lab } from '../../testkit/lab';
import { until } from '../../testkit/until';

/** Its only trial lasts until it is cancelled. */
const FILE = `
name: live
workloads: [alexnet]
baseline: none
factors: { gpuFrequency: [460.8 MHz], cpuFrequency: 1479 MHz }
repetitions: 1
inferences: 1000000
`;

describe('what a running trial measures now', () => {
  let lab: Lab;
  let campaign: CampaignView;
  const clients: EventClient[] = [];

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
    campaign = await lab.launch(FILE);
  }, 60_000);
  afterAll(async () => {
    clients.forEach((client) => client.close());
    await lab.stop();
  });

  const progress = async () => (await lab.call('GET', `/v1/campaigns/${campaign.id}/progress`)).body as ProgressView;
  const live = async () => (await progress()).devices[0]!.live;
  const measured = () => until(async () => ((await live())?.powerMw ?? 0) > 0, { timeoutMs: 60_000 });
  const open = async (path: string) => {
    const client = await openEvents(`${lab.controller().url}${path}`, { key: lab.admin.key });
    clients.push(client);
    return client;
  };
  const liveEvents = ({ blocks }: EventClient): LiveEvent[] =>
    blocks.filter(({ event }) => event === 'live').map(({ data }) => liveEvent.parse(JSON.parse(data!)));

  it('is part of the progress', async () => {
    await measured();
    expect(await live()).toEqual({
      powerMw: expect.any(Number),
      railsMw: { POM_5V_GPU: expect.any(Number), POM_5V_CPU: expect.any(Number) },
      temperatureC: expect.any(Number),
      temperatureAgeS: expect.any(Number),
    });
  }, 90_000);

  it('comes over the streams of the campaign and of the fleet, without an id', async () => {
    const streams = [await open(`/v1/campaigns/${campaign.id}/events`), await open('/v1/fleet/events')];
    await until(() => streams.every((stream) => liveEvents(stream).length >= 2), { timeoutMs: 60_000 });
    for (const stream of streams) {
      const [first] = liveEvents(stream).at(-1)!.readings;
      expect(first).toMatchObject({ device: 'nano', simulated: true, powerMw: expect.any(Number) });
      expect(stream.blocks.find(({ event }) => event === 'live')!.id).toBe(stream.blocks[0]!.id);
    }
  }, 90_000);

  it('is there again after a restart of the controller, and gone when nothing is measured', async () => {
    await lab.restartController();
    await measured();
    await lab.call('POST', `/v1/campaigns/${campaign.id}/cancel`);
    await until(async () => (await progress()).over, { timeoutMs: 60_000 });
    expect(await live()).toBeNull();
  }, 150_000);
});
