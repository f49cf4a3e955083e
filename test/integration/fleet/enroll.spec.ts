import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnrollRequest } from '@joulefleet/contracts';
import { enrollDevice, IdentitiesService } from '@joulefleet/fleet';
import { Audit } from '@joulefleet/access';
import { CONTROLLER_ACTOR, type Reason } from '@joulefleet/core';
import { toMasterKey } from '@joulefleet/platform';
import { packAgent } from '@joulefleet/remote';
import {
  findDevice,
  changeCondition,
  inTransaction,
  listDeviceEvents,
  listFacts,
  lockDevice,
  newId,
  openDatabase,
  type Database,
} from '@joulefleet/store';
import { generateKeyPair, startTwin, type Twin, type TwinOptions } from '../../../apps/twin/src';
import { createTestDatabase } from '../../testkit/database';

describe('enrolling a device', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-enroll-'));
  const identity = generateKeyPair('test');
  const masterKey = toMasterKey(Buffer.alloc(32, 3));
  const agent = packAgent(resolve('agent'));
  let database: Database;
  let twin: Twin;
  let dir: string;
  let request: EnrollRequest;
  /** Of the device: each test has its own twin, with a host key of its own. */
  let name: string;
  let count = 0;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    await identities().import({ name: 'lab', privateKey: identity.privateKey }, CONTROLLER_ACTOR);
  });
  beforeEach(async () => {
    dir = mkdtempSync(join(folder, 'twin-'));
    name = `xavier-nx-${++count}`;
    twin = await launchTwin();
    const { host, port, user, fingerprint } = twin;
    request = { name, host, port, user, identity: 'lab', fingerprint, labels: ['rack-1'] };
  });
  afterEach(() => twin.stop());
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const identities = () => new IdentitiesService(database, masterKey, new Audit(database));
  const launchTwin = (over: Partial<TwinOptions> = {}): Promise<Twin> =>
    startTwin({
      dir,
      name: 'xavier-nx',
      deviceClass: 'jetson-xavier-nx',
      authorizedKeys: [identity.publicKey],
      timeScale: 100,
      seed: count,
      ...over,
    });
  const enroll = (over: Partial<EnrollRequest> = {}) =>
    enrollDevice({ database, masterKey, agent }, { ...request, ...over }, 'ada');
  const enrolled = async () => (await findDevice(database, name))!;

  it('uploads the agent once, reads the facts, classifies the device and pins its key', async () => {
    await enroll();
    const device = await findDevice(database, name);
    expect(device).toMatchObject({
      deviceClass: 'jetson-xavier-nx',
      availability: 'ready',
      health: 'good',
      simulated: true,
      fingerprint: twin.fingerprint,
      hostKeyType: 'ssh-ed25519',
      labels: ['rack-1'],
      lease: { fence: expect.any(Number) as number, shardId: null },
    });
    const agents = readdirSync(join(twin.home, '.joulefleet')).filter((name) => name.startsWith('agent-'));
    expect(agents).toEqual([`agent-${agent.sha256.slice(0, 16)}.pyz`]);

    await enroll();
    expect(await findDevice(database, name)).toMatchObject({ id: device!.id, createdAt: device!.createdAt });
  });

  it('reads what the board really says', async () => {
    await enroll();
    const { facts } = (await findDevice(database, name))!;
    expect(facts).toMatchObject({
      l4t: { release: 35 },
      cores: 6,
      cpuPolicies: [{ cpus: [0, 1] }, { cpus: [2, 3] }, { cpus: [4, 5] }],
      gpu: { governor: 'nvhost_podgov', minHz: 114_750_000 },
      rails: [{ label: 'VDD_IN', total: true }, { label: 'VDD_CPU_GPU_CV' }, { label: 'VDD_SOC' }],
      missing: [],
    });
  });

  it('leaves a device alone that is enrolled just so, and brings a changed one up to date', async () => {
    await enroll();
    const before = await findDevice(database, name);
    await twin.stop();
    await enroll({ onlyIfChanged: true });
    await enroll({ onlyIfChanged: true, fingerprint: undefined });
    expect(await findDevice(database, name)).toEqual(before);
    await expect(enroll({ onlyIfChanged: true, labels: ['rack-2'] })).rejects.toMatchObject({
      code: 'device_unreachable',
    });
    twin = await launchTwin();
    await enroll({ onlyIfChanged: true, labels: ['rack-2'], port: twin.port });
    expect(await findDevice(database, name)).toMatchObject({ id: before!.id, labels: ['rack-2'] });
  });

  it('has a board under one name only, and begins above every fence that the board may remember', async () => {
    await enroll();
    const again = { name: 'another-name' };
    const refused = { code: 'board_known', origin: 'operator', message: expect.stringContaining(name) as string };
    await expect(enroll(again)).rejects.toMatchObject(refused);
    expect(await findDevice(database, 'another-name')).toBeNull();
    await database.pool.query(`UPDATE device SET availability = 'retired' WHERE name = $1`, [name]);
    await enroll(again);
    const fence = async (of: string) => (await findDevice(database, of))!.lease!.fence;
    const secondsSince2020 = (Date.now() - Date.UTC(2020, 0, 1)) / 1000;
    expect(Math.abs((await fence('another-name')) - secondsSince2020)).toBeLessThan(60);
    expect(await fence('another-name')).toBeGreaterThanOrEqual(await fence(name));
    // By another address it still is the board of that serial number.
    await expect(enroll({ name: 'a-third', host: 'localhost' })).rejects.toMatchObject({ code: 'board_known' });
  });

  it('negotiates the type of host key that is named', async () => {
    await enroll({ name: 'typed', hostKeyType: 'ssh-ed25519' });
    expect(await findDevice(database, 'typed')).toMatchObject({ hostKeyType: 'ssh-ed25519' });
    await expect(enroll({ name: 'other', hostKeyType: 'ssh-rsa' })).rejects.toMatchObject({
      code: 'host_key_mismatch',
    });
  });

  it('wants the host key confirmed first', async () => {
    await expect(enroll({ fingerprint: undefined })).rejects.toMatchObject({
      code: 'host_key_unconfirmed',
      fingerprint: twin.fingerprint,
    });
    expect(await findDevice(database, name)).toBeNull();
  });

  it.each([
    [
      'another host key than the one given',
      { fingerprint: `SHA256:${'B'.repeat(43)}` },
      { code: 'host_key_mismatch', origin: 'operator', message: expect.stringContaining('the fingerprint you gave') },
    ],
    ['another user', { user: 'somebody' }, { code: 'login_refused', origin: 'operator' }],
    ['an identity that is not kept', { identity: 'nobody' }, { code: 'identity_unknown', origin: 'operator' }],
    ['nothing at that address', { port: 1 }, { code: 'device_unreachable', origin: 'network', transient: true }],
  ])('names %s and stores nothing', async (_case, over, fault) => {
    await expect(enroll(over)).rejects.toMatchObject(fault);
    expect(await findDevice(database, name)).toBeNull();
  });

  it('names a board without its rail', async () => {
    twin.dropRail('VDD_IN');
    await expect(enroll({ name: 'railless' })).rejects.toMatchObject({
      code: 'rail_missing',
      origin: 'device',
      message: expect.stringContaining('VDD_IN') as string,
    });
  });

  it('names a board that is no Jetson', async () => {
    const model = join(twin.root, 'proc/device-tree/model');
    chmodSync(model, 0o644);
    writeFileSync(model, 'Raspberry Pi 5\0');
    await expect(enroll({ name: 'pi' })).rejects.toMatchObject({ code: 'unknown_class', origin: 'operator' });
  });

  it('names a home that cannot be written', async () => {
    rmSync(join(twin.home, '.joulefleet'), { recursive: true, force: true });
    writeFileSync(join(twin.home, '.joulefleet'), 'a file in the way');
    await expect(enroll({ name: 'full' })).rejects.toMatchObject({ code: 'upload_failed', origin: 'device' });
  });

  it('keeps the facts as a snapshot, the clock offset, what the pre-flight found, and who enrolled it', async () => {
    await enroll();
    const device = await enrolled();
    const findings = device.preflight as { check: string; passed: boolean; remedy: string | null }[];
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['privileged', 'rails_plausible', 'clocks_settable', 'clocks_restored', 'disk_writable']),
    );
    expect(findings.filter(({ passed }) => !passed)).toEqual([]);
    expect(findings.every(({ remedy }) => remedy === null)).toBe(true);
    expect(Math.abs(device.clockOffsetMs!)).toBeLessThan(5_000);
    const [snapshot, ...older] = await listFacts(database, device.id, { limit: 9 });
    expect(older).toEqual([]);
    expect(snapshot).toMatchObject({ facts: { cores: 6 }, drift: [] });
    expect(await listDeviceEvents(database, device.id, { limit: 9 })).toMatchObject([
      { kind: 'enrolled', actor: 'ada', message: 'enrolled: ready' },
    ]);
    await enroll();
    expect(await listFacts(database, device.id, { limit: 9 })).toHaveLength(1);
  });

  it('puts a board into quarantine that the pre-flight blocks, with what is to be mended', async () => {
    twin.makeClocksStick();
    await enroll();
    expect(await enrolled()).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      reason: { code: 'preflight', checks: ['clocks_settable'] },
      facts: { cores: 6 },
      deadlineAt: expect.any(Date) as Date,
    });
    twin.makeClocksStick(false);
    await enroll();
    expect(await enrolled()).toMatchObject({ availability: 'ready', health: 'good', reason: null });
  });

  it.each([
    ['at work', 'a shard that has ended meanwhile', true],
    ['free', 'a person', false],
  ])('leaves a device that was %s in the quarantine into which %s has put it', async (_state, _who, held) => {
    await enroll();
    const { id } = await enrolled();
    const shardId = held ? newId() : null;
    await database.pool.query(`UPDATE lease SET shard_id = $2 WHERE device_id = $1`, [id, shardId]);
    if (held) await database.pool.query(`UPDATE device SET availability = 'leased' WHERE id = $1`, [id]);
    const reason: Reason = { code: 'not_restored', differences: ['the fan'] };
    const condition = { availability: 'quarantined', health: 'bad', reason } as const;
    const again = await inTransaction(database, async (db) => {
      await lockDevice(db, name);
      const enrolling = enroll({ labels: ['rack-2'] });
      await untilOneWaits(enrolling);
      await db.query(`UPDATE lease SET shard_id = NULL WHERE device_id = $1`, [id]);
      await changeCondition(db, id, held ? 'shard_ended' : 'quarantine', { ...condition, deadlineInS: 3_600 });
      return { enrolling };
    });
    await again.enrolling;
    expect(await enrolled()).toMatchObject({ ...condition, labels: ['rack-2'], deadlineAt: expect.any(Date) as Date });
    const [last] = await listDeviceEvents(database, id, { limit: 1 });
    expect(last).toMatchObject({ kind: 'enrolled', message: expect.stringMatching(/^enrolled again/) as string });
  });

  /** Until enrolling has looked at the device and waits for its row. */
  async function untilOneWaits(enrolling: Promise<string>): Promise<void> {
    let ended = false;
    enrolling.finally(() => (ended = true)).catch(() => undefined);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await database.pool.query(waiting)).rowCount === 0) {
      if (ended) throw new Error('enrolling did not wait');
      await sleep(20);
    }
  }

  it('never pins another host key because somebody enrolls again: it takes the device out and names both', async () => {
    await enroll();
    const [pinned, other] = [twin.fingerprint, `SHA256:${'B'.repeat(43)}`];
    await expect(enroll({ fingerprint: other })).rejects.toMatchObject({
      code: 'host_key_changed',
      fingerprint: other,
    });
    const device = await enrolled();
    expect(device).toMatchObject({ availability: 'quarantined', fingerprint: pinned });
    expect(device.reason).toMatchObject({
      fault: 'host_key_changed',
      message: expect.stringContaining(pinned) as string,
    });
    expect(device.reason).toMatchObject({ message: expect.stringContaining(other) as string });
  });

  it('takes a device out that shows another host key when it is enrolled again', async () => {
    await enroll();
    const pinned = twin.fingerprint;
    await twin.stop();
    rmSync(join(dir, 'host_ed25519'));
    twin = await launchTwin();
    const again = enroll({ fingerprint: undefined, port: twin.port });
    await expect(again).rejects.toMatchObject({ code: 'host_key_changed', fingerprint: twin.fingerprint });
    const { availability, reason, fingerprint } = await enrolled();
    expect({ availability, fingerprint }).toEqual({ availability: 'quarantined', fingerprint: pinned });
    expect(reason).toMatchObject({
      message: expect.stringMatching(new RegExp(`${escape(pinned)}.*${escape(twin.fingerprint)}`)) as string,
    });
  });

  it('makes a key where none is named, and says which line is to be put where', async () => {
    const refused = await enroll({ identity: undefined }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'login_refused',
      remedy: expect.stringMatching(/authorized_keys/) as string,
    });
    const [made] = (await identities().list({ limit: 9 })).identities.filter(({ name: each }) => each === 'fleet');
    expect((refused as { remedy: string }).remedy).toContain(made!.publicKey);
    await twin.stop();
    twin = await launchTwin({ authorizedKeys: [made!.publicKey] });
    await enroll({ identity: undefined, port: twin.port });
    expect(await enrolled()).toMatchObject({ availability: 'ready', identity: { name: 'fleet', generated: true } });
  });
});

function escape(text: string): string {
  return text.replace(/[+/]/g, '\\$&');
}
