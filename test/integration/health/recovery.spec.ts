import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryOnce } from '../../testkit/service-client';
import { FAST, startFleetLab, sweepOf, type FleetLab } from './fleet-lab';

describe('recovery', () => {
  let lab: FleetLab;

  beforeAll(async () => {
    lab = await startFleetLab({ twins: ['jetson-xavier-nx'], timeScale: 60, seed: 31 });
  }, 60_000);
  afterAll(() => lab.stop());

  const openLadder = (name: string, taken: object[] = []) => {
    const ladder = JSON.stringify({ open: true, faults: [], steps: taken });
    return lab.set(
      name,
      `availability = 'offline', health = 'unknown', version = version + 1, deadline_at = now(), ladder = '${ladder}'`,
    );
  };

  it('reboots a device that the gentler steps did not help, if that is allowed', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    lab.twins[0]!.makeClocksStick();
    await openLadder('xavier-nx');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 60_000);
    expect(back).toMatchObject({ health: 'good', reason: null });
    expect(await lab.steps('xavier-nx')).toEqual([
      expect.stringMatching(/^recovery, reconnect: connected anew; .*clocks_settable/),
      expect.stringMatching(/^recovery, restart agent: agent restarted, every knob is restored; .*clocks_settable/),
      'recovery, reboot: rebooted; the check passed',
    ]);
  }, 90_000);

  it('leaves a device alone on which somebody else works, and checks it again', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    const before = (await lab.steps('xavier-nx')).length;
    const bootId = () => readFileSync(join(lab.twins[0]!.root, 'proc/sys/kernel/random/boot_id'), 'utf8');
    const bootedAs = bootId();
    lab.twins[0]!.loadCpu(0.6);
    await openLadder('xavier-nx');
    const waiting = await lab.untilDevice('xavier-nx', ({ reason }) => /^no_foreign_load: /.test(reason ?? ''), 60_000);
    expect(waiting).toMatchObject({ availability: 'offline', health: 'unknown' });
    await sleep(2_000);
    expect((await lab.device('xavier-nx')).reason).toBe(waiting.reason);
    expect((await lab.steps('xavier-nx')).slice(before)).toEqual([
      expect.stringMatching(/^recovery, reconnect: connected anew; no_foreign_load: /),
    ]);
    lab.twins[0]!.loadCpu(0);
    await lab.set('xavier-nx', 'deadline_at = now()');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 60_000);
    expect(back).toMatchObject({ health: 'good', reason: null });
    expect(bootId()).toBe(bootedAs);
    expect((await lab.steps('xavier-nx')).length).toBe(before + 1);
  }, 90_000);

  it('does not hold a broken network against a device: the same rung is taken again', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    const before = (await lab.steps('xavier-nx')).length;
    const taken = async () => (await lab.steps('xavier-nx')).slice(before);
    await openLadder('xavier-nx');
    await lab.untilDevice('xavier-nx', ({ reason }) => /recovery: reconnect/.test(reason ?? ''), 60_000);
    const cutting = setInterval(() => lab.twins[0]!.cutConnections(), 400);
    while ((await taken()).length === 0) await sleep(20);
    clearInterval(cutting);
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 60_000);
    expect(back).toMatchObject({ health: 'good', reason: null });
    const [broken, ...others] = await taken();
    expect(broken).toMatch(/^recovery, reconnect: .*\(network\)$|it does not answer|did not come back/);
    expect(others).toEqual(['recovery, reconnect: connected anew; the check passed']);
    const [first, second] = (await lab.events('xavier-nx')).filter(({ kind }) => kind === 'step').slice(before);
    expect(Date.parse(second!.at) - Date.parse(first!.at)).toBeGreaterThanOrEqual(FAST.recheckMs!);
  }, 90_000);

  it('quarantines a device that nothing helped, with what was seen at each step', async () => {
    await lab.set('xavier-nx', 'allow_reboot = false');
    lab.twins[0]!.makeClocksStick();
    await openLadder('xavier-nx');
    const out = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'quarantined', 60_000);
    expect(out.reason).toMatch(
      /recovery did not help: reconnect: .*clocks_settable.*; restart agent: .*clocks_settable/,
    );
    lab.twins[0]!.makeClocksStick(false);
    await lab.call('POST', '/v1/devices/xavier-nx/check');
    expect((await lab.device('xavier-nx')).availability).toBe('ready');
  }, 90_000);

  it('continues after a step that ended with the controller', async () => {
    const interrupted = { rung: 'reconnect', startedAt: 'x', endedAt: null, helped: false, evidence: 'under way' };
    const before = (await lab.steps('xavier-nx')).length;
    await openLadder('xavier-nx', [interrupted]);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
    expect((await lab.steps('xavier-nx')).slice(before)).toEqual([
      'recovery, restart agent: agent restarted, every knob is restored; the check passed',
    ]);
  });

  it('ends an executor that nobody follows any more', async () => {
    const endless = sweepOf('jetson-xavier-nx', '[510 MHz]', 1, 3_200_000);
    const { id } = await lab.launch(endless);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'leased');
    await sleep(3_000);
    const taken = { rung: 'reconnect', startedAt: 'x', endedAt: 'y', helped: false, evidence: 'connected anew' };
    const before = (await lab.steps('xavier-nx')).length;
    await takeFromShard();
    await openLadder('xavier-nx', [taken]);
    while ((await lab.steps('xavier-nx')).length === before) await sleep(100);
    expect((await lab.steps('xavier-nx')).at(-1)).toMatch(/agent restarted, its executor ended, .*the check passed$/);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
  }, 90_000);

  /** As if the controller had forgotten what its device does: nothing in Postgres says so. */
  async function takeFromShard(): Promise<void> {
    const device = `(SELECT id FROM device WHERE name = 'xavier-nx')`;
    await queryOnce(
      lab.databaseUrl,
      `UPDATE lease SET shard_id = NULL, expires_at = NULL, fence = fence + 1 WHERE device_id = ${device};
       UPDATE shard SET state = 'settled' WHERE device_id = ${device};
       UPDATE trial SET state = 'pending', shard_id = NULL, attempt = attempt + 1
       WHERE device_id = ${device} AND state = 'assigned'`,
    );
  }
});
