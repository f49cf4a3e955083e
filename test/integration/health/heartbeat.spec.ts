import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceView } from '@joulefleet/contracts';
import { startFleetLab, sweepOf, type FleetLab } from './fleet-lab';
import { SwallowingProxy } from './swallowing-proxy';

const KNOWN_WITHIN_MS = 15_000;
const LEASED_WITHIN_MS = 30_000;
const AWAY_MS = 12_000;

/** With the real times: what is promised in seconds is measured in seconds. */
describe('the heartbeat', () => {
  let lab: FleetLab;
  let proxy: SwallowingProxy;

  beforeAll(async () => {
    lab = await startFleetLab({ twins: ['jetson-xavier-nx', 'jetson-orin-nx'], timeScale: 60, seed: 11 }, {});
    proxy = new SwallowingProxy(lab.twins[0]!);
    await proxy.start();
    await lab.call('POST', '/v1/devices/xavier-nx/retire', { reason: 'it is behind a proxy now' });
    await lab.enroll(lab.twins[0]!, { name: 'behind', port: proxy.port });
  }, 60_000);
  afterAll(async () => {
    await lab.stop();
    await proxy.stop();
  });

  it('knows within 15 s that a device is dead, and has one that returns at work within 30 s', async () => {
    await lab.untilDevice('behind', isHeard);
    const { id } = await lab.launch(sweepOf('jetson-orin-nx', '[408 MHz, 714 MHz]', 8));
    await lab.untilDevice('orin-nx', ({ availability }) => availability === 'leased');
    await Promise.all([deadIsKnown(), returnIsUsed()]).catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await standing(id)}`, { cause: error });
    });
    const { campaign } = await lab.completed(id, 90);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
  }, 180_000);

  /** What there is to know when the device is not used: how far its campaign is, and what happened to it. */
  async function standing(id: string): Promise<string> {
    const [campaign, progress] = await Promise.all(
      [`/v1/campaigns/${id}`, `/v1/campaigns/${id}/progress`].map((path) => lab.call('GET', path)),
    );
    return JSON.stringify({ campaign: campaign!.body, progress: progress!.body, events: await lab.events('orin-nx') });
  }

  async function deadIsKnown(): Promise<void> {
    proxy.swallow();
    const beganMs = performance.now();
    const dead = await lab.untilDevice('behind', ({ availability }) => availability === 'offline', KNOWN_WITHIN_MS);
    expect(performance.now() - beganMs).toBeLessThan(KNOWN_WITHIN_MS);
    expect(dead).toMatchObject({
      health: 'unknown',
      reason: expect.stringMatching(/(no answer|sends nothing).*network/),
    });
    expect(dead.until).not.toBeNull();
  }

  async function returnIsUsed(): Promise<void> {
    await lab.twins[1]!.stop();
    await sleep(AWAY_MS);
    expect((await lab.device('orin-nx')).availability).toBe('offline');
    await lab.restartTwin(1);
    const beganMs = performance.now();
    await lab.untilDevice('orin-nx', ({ availability }) => availability === 'leased', LEASED_WITHIN_MS);
    expect(performance.now() - beganMs).toBeLessThan(LEASED_WITHIN_MS);
  }
});

function isHeard({ lastSeenAt }: DeviceView): boolean {
  return lastSeenAt !== null && Date.now() - Date.parse(lastSeenAt) < 10_000;
}
