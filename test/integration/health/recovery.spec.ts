import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceEventView } from '@joulefleet/contracts';
import { killExecutor } from '../../../bench/hygiene/interruptions';
import { queryOnce } from '../../testkit/service-client';
import { FAST, startFleetLab, sweepOf, type FleetLab } from './fleet-lab';

describe('recovery', () => {
  let lab: FleetLab;
  const hooks = createServer(
    (request, answer) => void hookCalled(request).then((status) => answer.writeHead(status).end()),
  );
  const hooksFolder = mkdtempSync(join(tmpdir(), 'jf-hooks-'));
  const calls: { path: string; body: unknown }[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
    writeHook(hooksFolder);
    lab = await startFleetLab({
      twins: ['jetson-nano', 'jetson-xavier-nx'],
      timeScale: 60,
      seed: 31,
      controller: { watch: { timings: FAST, hooksFolder } },
    });
  }, 60_000);
  afterAll(async () => {
    await lab.stop();
    hooks.close();
    rmSync(hooksFolder, { recursive: true });
  });

  const steps = async (name: string): Promise<string[]> =>
    (await lab.events(name)).filter(({ kind }) => kind === 'step').map(({ message }) => message);
  const openLadder = (name: string, taken: object[] = []) => {
    const ladder = JSON.stringify({ open: true, faults: [], steps: taken });
    return lab.set(
      name,
      `availability = 'offline', health = 'unknown', version = version + 1, deadline_at = now(), ladder = '${ladder}'`,
    );
  };
  const url = (path: string) => `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/${path}`;

  it('climbs after each fault of the device, and quarantines it at the third in a row', async () => {
    await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 40));
    const killing = setInterval(() => killExecutor(lab.twins[0]!), 300);
    const out = await lab
      .untilDevice('nano', ({ availability }) => availability === 'quarantined', 60_000)
      .finally(() => clearInterval(killing));
    expect(out.reason).toMatch(
      /^3 consecutive faults of the device: .*; tried: reconnect: .*check passed; restart agent: /,
    );
    expect(out.until).not.toBeNull();
    const events = await lab.events('nano');
    expect(events.filter(isDeviceFault)).toHaveLength(3);
    await sleep(500);
    const checked = (await lab.call('POST', '/v1/devices/nano/check')).body;
    expect(checked).toMatchObject({ availability: 'ready', health: 'good' });
  }, 90_000);

  it('reboots a device that the gentler steps did not help, if that is allowed', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    lab.twins[1]!.makeClocksStick();
    await openLadder('xavier-nx');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 60_000);
    expect(back).toMatchObject({ health: 'good', reason: null });
    expect(await steps('xavier-nx')).toEqual([
      expect.stringMatching(/^recovery, reconnect: connected anew; .*clocks_settable/),
      expect.stringMatching(/^recovery, restart agent: agent started anew, every knob is as it was; .*clocks_settable/),
      'recovery, reboot: rebooted; the check passed',
    ]);
  }, 90_000);

  it('leaves a device alone on which somebody else works, and checks it again', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    const before = (await steps('xavier-nx')).length;
    const bootId = () => readFileSync(join(lab.twins[1]!.root, 'proc/sys/kernel/random/boot_id'), 'utf8');
    const bootedAs = bootId();
    lab.twins[1]!.loadCpu(0.6);
    await openLadder('xavier-nx');
    const waiting = await lab.untilDevice('xavier-nx', ({ reason }) => /^no_foreign_load: /.test(reason ?? ''), 60_000);
    expect(waiting).toMatchObject({ availability: 'offline', health: 'unknown' });
    await sleep(2_000);
    expect((await lab.device('xavier-nx')).reason).toBe(waiting.reason);
    expect((await steps('xavier-nx')).slice(before)).toEqual([
      expect.stringMatching(/^recovery, reconnect: connected anew; no_foreign_load: /),
    ]);
    lab.twins[1]!.loadCpu(0);
    await lab.set('xavier-nx', 'deadline_at = now()');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 60_000);
    expect(back).toMatchObject({ health: 'good', reason: null });
    expect(bootId()).toBe(bootedAs);
    expect((await steps('xavier-nx')).length).toBe(before + 1);
  }, 90_000);

  it('does not hold a broken network against a device: the same rung is taken again', async () => {
    await lab.set('xavier-nx', 'allow_reboot = true');
    const before = (await steps('xavier-nx')).length;
    const taken = async () => (await steps('xavier-nx')).slice(before);
    await openLadder('xavier-nx');
    await lab.untilDevice('xavier-nx', ({ reason }) => /recovery: reconnect/.test(reason ?? ''), 60_000);
    const cutting = setInterval(() => lab.twins[1]!.cutConnections(), 400);
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
    lab.twins[1]!.makeClocksStick();
    await openLadder('xavier-nx');
    const out = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'quarantined', 60_000);
    expect(out.reason).toMatch(
      /recovery did not help: reconnect: .*clocks_settable.*; restart agent: .*clocks_settable/,
    );
    lab.twins[1]!.makeClocksStick(false);
    await lab.call('POST', '/v1/devices/xavier-nx/check');
    expect((await lab.device('xavier-nx')).availability).toBe('ready');
  }, 90_000);

  it('goes on behind a step that went down with the controller', async () => {
    const interrupted = { rung: 'reconnect', startedAt: 'x', endedAt: null, helped: false, evidence: 'under way' };
    const before = (await steps('xavier-nx')).length;
    await openLadder('xavier-nx', [interrupted]);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
    expect((await steps('xavier-nx')).slice(before)).toEqual([
      'recovery, restart agent: agent started anew, every knob is as it was; the check passed',
    ]);
  });

  it('ends an executor that nobody follows any more', async () => {
    const endless = sweepOf('jetson-xavier-nx', '[510 MHz]', 1).replace('inferences: 1600', 'inferences: 3200000');
    const { id } = await lab.launch(endless);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'leased');
    await sleep(3_000);
    const taken = { rung: 'reconnect', startedAt: 'x', endedAt: 'y', helped: false, evidence: 'connected anew' };
    const before = (await steps('xavier-nx')).length;
    await takeFromShard();
    await openLadder('xavier-nx', [taken]);
    while ((await steps('xavier-nx')).length === before) await sleep(100);
    expect((await steps('xavier-nx')).at(-1)).toMatch(/agent started anew, its executor ended, .*the check passed$/);
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
  }, 90_000);

  it("has the admin's program cut the power of a device that does not answer", async () => {
    await lab.set('xavier-nx', `power_cycle = '{"kind": "command", "name": "cut-power"}'`);
    await lab.twins[1]!.stop();
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
    const back = await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready', 30_000);
    expect(back.health).toBe('good');
    const { host, port } = lab.twins[1]!;
    const told = { device: 'xavier-nx', environmentHost: host, about: { name: 'xavier-nx', host, port } };
    expect(calls.at(-1)).toMatchObject({ path: '/restart', body: told });
    expect((await steps('xavier-nx')).at(-1)).toBe('recovery, power cycle: power-cycled by cut-power');
  }, 60_000);

  it('tells that a hook failed, tries it once, and leaves the device offline', async () => {
    await lab.set('xavier-nx', `power_cycle = '{"kind": "http", "url": "${url('broken')}"}'`);
    const before = calls.length;
    await lab.twins[1]!.stop();
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'offline');
    while (!(await steps('xavier-nx')).at(-1)!.includes('status 500')) await sleep(100);
    await sleep(2_000);
    expect((await lab.device('xavier-nx')).availability).toBe('offline');
    expect(calls.slice(before).map(({ path }) => path)).toEqual(['/broken']);
    await lab.restartTwin(1);
    await lab.untilDevice('xavier-nx', ({ availability }) => availability === 'ready');
  }, 60_000);

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

  async function hookCalled(request: IncomingMessage): Promise<number> {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    calls.push({ path: request.url!, body: JSON.parse(Buffer.concat(body).toString('utf8')) });
    if (request.url !== '/restart') return 500;
    await lab.restartTwin(1);
    return 200;
  }

  /** A program that has the power cut by somebody else, as real ones do. */
  function writeHook(folder: string): void {
    const script = `#!${process.execPath}
const about = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const body = JSON.stringify({ device: process.env.JOULEFLEET_DEVICE, environmentHost: process.env.JOULEFLEET_HOST, about });
fetch('${url('restart')}', { method: 'POST', body }).then(({ ok }) => process.exit(ok ? 0 : 1));
`;
    writeFileSync(join(folder, 'cut-power'), script);
    chmodSync(join(folder, 'cut-power'), 0o700);
  }
});

function isDeviceFault({ kind, body }: DeviceEventView): boolean {
  // A kill may hit it while it starts.
  return kind === 'fault' && /executor_(died|failed)/.test(JSON.stringify(body));
}
