import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CampaignView, DeviceView, Problem, ProgressView } from '@joulefleet/contracts';
import { startTwin, type Twin } from '../../../apps/twin/src';
import { until } from '../../testkit/until';
import { FAST, startFleetLab, sweepOf, type FleetLab } from '../health/fleet-lab';

const BASE = { deviceClass: 'jetson-nano', timeScale: 400 } as const;

/** Two boards flashed from one image: the same host key, another serial number. */
describe('which board answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-boards-'));
  let lab: FleetLab;
  let first: Twin;
  let boards = 0;

  beforeAll(async () => {
    lab = await startFleetLab({
      twins: ['jetson-nano'],
      timeScale: 400,
      seed: 71,
      controller: { watch: { timings: FAST } },
    });
    first = lab.twins[0]!;
  }, 60_000);
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Another board; with the host key of the first, and at its port, if asked for. */
  async function anotherBoard(how: { sameKey: boolean; port?: number }): Promise<Twin> {
    const name = `board-${++boards}`;
    const dir = join(folder, name);
    mkdirSync(dir);
    const key = join(dirname(first.home), 'host_ed25519');
    if (how.sameKey)
      for (const end of ['', '.pub'])
        if (existsSync(key + end)) copyFileSync(key + end, join(dir, `host_ed25519${end}`));
    return startTwin({ ...BASE, dir, name, seed: boards, port: how.port, authorizedKeys: [lab.publicKey] });
  }

  const show = async (name: string) => (await lab.call('GET', `/v1/devices/${name}`)).body as DeviceView;
  const enroll = async (twin: Twin, name: string, over: object = {}) => {
    const { host, port, user, fingerprint } = twin;
    const body = { name, host, port, user, fingerprint, identity: (await show('nano')).identity, labels: [], ...over };
    return lab.call('POST', '/v1/devices', body);
  };
  const check = (name: string) => lab.call('POST', `/v1/devices/${name}/check`);

  it('never touches the device whose name is given for another board', async () => {
    const before = await show('nano');
    for (const sameKey of [true, false]) {
      const other = await anotherBoard({ sameKey });
      try {
        const { status, body } = await enroll(other, 'nano');
        expect(status).toBe(409);
        expect(body as Problem).toMatchObject({ code: 'name_taken', origin: 'operator' });
        expect((body as Problem).detail).toContain(`nano is enrolled at 127.0.0.1:${first.port}`);
      } finally {
        await other.stop();
      }
    }
    const { lastSeenAt: _seen, ...after } = await show('nano');
    expect(before).toMatchObject(after);
  });

  it('follows a device to its new address', async () => {
    expect((await enroll(first, 'nano', { host: 'localhost' })).status).toBe(200);
    expect(await show('nano')).toMatchObject({ host: 'localhost', availability: 'ready' });
    await enroll(first, 'nano');
  });

  it('distinguishes boards of one image, and warns of their host key', async () => {
    const other = await anotherBoard({ sameKey: true });
    try {
      expect((await enroll(other, 'twin-of-nano')).status).toBe(200);
      const device = await show('twin-of-nano');
      expect(device.availability).toBe('ready');
      expect(device.preflight!.filter(({ passed }) => !passed)).toEqual([
        expect.objectContaining({ check: 'own_host_key', severity: 'warns', message: 'nano shows the same host key' }),
      ]);
      await lab.call('POST', '/v1/devices/twin-of-nano/retire', { reason: 'done' });
      await enroll(other, 'its-new-name');
      const { status, body } = await check('twin-of-nano');
      expect([status, (body as Problem).code]).toEqual([409, 'board_known']);
      expect(await show('twin-of-nano')).toMatchObject({ availability: 'retired' });
      await lab.call('POST', '/v1/devices/its-new-name/retire', { reason: 'done' });
    } finally {
      await other.stop();
    }
  });

  it('measures nothing of a shard on another board that answers in the middle of it', async () => {
    const { id } = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz, 614.4 MHz]', 200));
    await lab.untilDevice('nano', ({ availability }) => availability === 'leased');
    const accepted = async () => ((await lab.call('GET', `/v1/campaigns/${id}`)).body as CampaignView).trials.accepted;
    await until(async () => (await accepted()) > 0, { timeoutMs: 60_000 });
    const behind = await lab.launch(sweepOf('jetson-nano', '[460.8 MHz]', 1));
    const waiting = (await lab.call('GET', `/v1/campaigns/${behind.id}/progress`)).body as ProgressView;
    expect(waiting.devices).toMatchObject([{ heldElsewhere: true, activity: 'waiting', etaS: null }]);
    expect((await show('nano')).campaign).toEqual({ id, owner: 'admin' });
    await lab.call('POST', `/v1/campaigns/${behind.id}/cancel`);
    await first.stopSsh();
    const other = await anotherBoard({ sameKey: true, port: first.port });
    try {
      const out = await lab.untilDevice('nano', ({ availability }) => availability === 'quarantined', 60_000);
      expect(out.reason).toContain('nano is the board');
      const state = join(other.home, '.joulefleet', 'state', 'spool');
      expect(existsSync(state) ? readdirSync(state) : []).toEqual([]);
      const again = await check('nano');
      expect([again.status, (again.body as Problem).code]).toEqual([409, 'board_changed']);
      const enrolled = await enroll(other, 'nano');
      expect([enrolled.status, (enrolled.body as Problem).code]).toEqual([409, 'board_changed']);
    } finally {
      await other.stop();
      await first.startSsh();
    }
    await lab.call('POST', `/v1/campaigns/${id}/cancel`);
    // It may not be answering yet, or its shard is still ending.
    let said: unknown = null;
    const passes = async () => {
      said = (await check('nano')).body;
      return (await show('nano')).availability === 'ready';
    };
    await until(passes, { pauseMs: 250 }).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(said)}`);
    });
    expect(await show('nano')).toMatchObject({ availability: 'ready' });
  }, 120_000);
});
