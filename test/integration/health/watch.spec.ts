import { setTimeout as sleep } from 'node:timers/promises';
import type { ProgressView } from '@joulefleet/contracts';
import { startFleetLab, sweepOf, type FleetLab } from './fleet-lab';
import { queryOnce } from '../../testkit/service-client';
import { until } from '../../testkit/until';

describe('the watch over a fleet', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    lab = await startFleetLab({
      twins: ['jetson-nano', 'jetson-xavier-nx', 'jetson-orin-nx'],
      timeScale: 400,
      seed: 21,
    });
  }, 60_000);
  afterAll(() => lab.stop());

  it('reports when each device last answered, and runs nothing on it for that', async () => {
    const first = (await lab.untilDevice('nano', ({ lastSeenAt }) => lastSeenAt !== null)).lastSeenAt!;
    await lab.untilDevice('nano', ({ lastSeenAt }) => lastSeenAt! > first);
    expect((await lab.device('nano')).availability).toBe('ready');
  });

  it('checks a device that comes back, and says what happened', async () => {
    await lab.twins[0]!.stop();
    const gone = await lab.untilDevice('nano', ({ availability }) => availability === 'offline');
    expect(gone).toMatchObject({
      health: 'unknown',
      reason: expect.stringMatching(/network/),
      stateOwner: 'controller',
    });
    await lab.restartTwin(0);
    await lab.untilDevice('nano', ({ availability, health }) => availability === 'ready' && health === 'good');
    const kinds = (await lab.events('nano')).slice(-3).map(({ kind, message }) => `${kind}: ${message}`);
    expect(kinds).toEqual([
      expect.stringMatching(/^condition: offline: .*network/),
      'preflight: the pre-flight passed',
      'condition: it is back, and passed its check',
    ]);
  });

  it('lets a device that flaps wait, and starves nobody', async () => {
    const flapping = setInterval(() => lab.twins[0]!.cutConnections(), 100);
    const dropsBefore = (await lab.events('nano')).length;
    try {
      const { id } = await lab.launch(sweepOf('jetson-orin-nx', '[408 MHz, 714 MHz]', 6));
      await lab.twins[1]!.stop();
      await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
      await lab.restartTwin(1);
      await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 5_000);
      await lab.completed(id, 60);
      expect((await lab.device('nano')).availability).toBe('offline');
    } finally {
      clearInterval(flapping);
    }
    // Each comes and goes once more after a longer pause: far fewer than the cuts.
    expect((await lab.events('nano')).length - dropsBefore).toBeLessThan(10);
    await lab.untilDevice('nano', ({ availability, health }) => availability === 'ready' && health === 'good', 25_000);
  }, 120_000);

  it('believes an admin who reached a device that it does not try yet', async () => {
    lab.twins[0]!.cutConnections();
    await lab.untilDevice('nano', ({ availability }) => availability === 'offline');
    await lab.call('POST', '/v1/devices/nano/check');
    const events = (await lab.events('nano')).length;
    await sleep(1_000);
    expect((await lab.device('nano')).availability).toBe('ready');
    expect(await lab.events('nano')).toHaveLength(events);
  });

  it('waits for whoever mends a login, without holding it against the device', async () => {
    await lab.set('nano', `login_user = 'somebody'`);
    const refused = await lab.untilDevice('nano', ({ availability }) => availability === 'offline');
    expect(refused.reason).toMatch(/refused the login of somebody.*\(operator\)/);
    await lab.set('nano', `login_user = '${lab.twins[0]!.user}'`);
    await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
  }, 30_000);

  it('says anew why a device is not reached, once that has another reason', async () => {
    await lab.twins[0]!.stop();
    const gone = await lab.untilDevice('nano', ({ availability }) => availability === 'offline');
    expect(gone.reason).toMatch(/\(network\)$/);
    const events = (await lab.events('nano')).length;
    await lab.set('nano', `login_user = 'somebody'`);
    await lab.restartTwin(0);
    const refused = await lab.untilDevice('nano', ({ reason }) => /refused the login of somebody/.test(reason ?? ''));
    expect(refused).toMatchObject({ availability: 'offline', since: gone.since });
    expect(await lab.events('nano')).toHaveLength(events);
    await lab.set('nano', `login_user = '${lab.twins[0]!.user}'`);
    await lab.untilDevice('nano', ({ availability }) => availability === 'ready');
  }, 30_000);

  it('takes a device out for its maintenance, and checks it when that ends, early too', async () => {
    const plan = { startsAt: fromNow(1_000), endsAt: fromNow(600_000), reason: 'new fan' };
    await lab.call('POST', '/v1/devices/nano/maintenance', plan);
    const out = await lab.untilDevice('nano', ({ availability }) => availability === 'maintenance');
    expect(out).toMatchObject({ reason: 'new fan', stateOwner: 'admin' });
    expect(Math.abs(Date.parse(out.until!) - Date.parse(plan.endsAt))).toBeLessThan(1_000);
    const { id } = await lab.launch(sweepOf('jetson-nano', '[614.4 MHz]', 2));
    await sleep(1_500);
    expect((await lab.device('nano')).availability).toBe('maintenance');
    const [window] = (await lab.device('nano')).maintenance;
    const { body } = await lab.call('DELETE', `/v1/devices/nano/maintenance/${window!.id}`);
    expect(body).toMatchObject({
      reason: expect.stringMatching(/^checking(: maintenance ended)?$/) as string,
    });
    await lab.completed(id, 60);
    expect((await lab.events('nano')).map(({ message }) => message)).toContain('the pre-flight passed');
  }, 90_000);

  it('lets the shard in hand end before the maintenance begins', async () => {
    const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 4));
    await lab.untilDevice('nano', ({ availability }) => availability === 'leased');
    await lab.call('POST', '/v1/devices/nano/maintenance', {
      startsAt: fromNow(0),
      endsAt: fromNow(4_000),
      reason: 'dust',
    });
    const { campaign } = await lab.completed(id, 90);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
    const [trial] = await queryOnce<{ attempts: number }>(
      lab.databaseUrl,
      `SELECT max(attempt)::int AS attempts FROM trial WHERE campaign_id = '${id}'`,
    );
    // None was given up half-way.
    expect(trial).toEqual({ attempts: 1 });
  }, 120_000);

  it('quarantines an idle device whose host key changed, and names both fingerprints', async () => {
    const before = lab.twins[2]!.fingerprint;
    await lab.restartTwin(2, { newHostKey: true });
    const distrusted = await lab.untilDevice('orin-nx', ({ availability }) => availability === 'quarantined');
    expect(distrusted.reason).toContain(before);
    expect(distrusted.reason).toContain(lab.twins[2]!.fingerprint);
    expect(distrusted.until).not.toBeNull();
  });

  it('quarantines a device whose host key changed while its shard waits, and completes once that is pinned', async () => {
    const before = lab.twins[1]!.fingerprint;
    // One shard of long trials: its first one is still measured when it is looked at.
    const { id } = await lab.launch(sweepOf('jetson-xavier-nx', '[510 MHz]', 6, 160_000));
    await until(async () => {
      const { body } = await lab.call('GET', `/v1/campaigns/${id}/progress`);
      return (body as ProgressView).devices.some(({ now }) => now !== null);
    });
    await lab.twins[1]!.stop();
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
    expect((await lab.call('POST', '/v1/devices/xavier-nx/check')).body).toMatchObject({ code: 'device_busy' });
    await lab.restartTwin(1, { newHostKey: true });
    const distrusted = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'quarantined');
    const { fingerprint } = lab.twins[1]!;
    expect(distrusted.reason).toContain(before);
    expect(distrusted.reason).toContain(fingerprint);
    await lab.call('POST', '/v1/devices/xavier-nx/repin', { fingerprint });
    const { campaign } = await lab.completed(id, 60);
    expect(campaign.trials).toMatchObject({ accepted: campaign.trials.total });
  }, 90_000);
});

function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
