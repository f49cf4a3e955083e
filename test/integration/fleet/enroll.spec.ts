import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EnrollRequest } from '@joulefleet/contracts';
import { enrollDevice } from '@joulefleet/fleet';
import { packAgent } from '@joulefleet/remote';
import { findDevice, openDatabase, type Database } from '@joulefleet/store';
import { generateKeyPair, startTwin, type Twin } from '../../../apps/twin/src';
import { createTestDatabase } from '../../testkit/database';

describe('enrolling a device', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-enroll-'));
  const identity = generateKeyPair('test');
  const identityFile = join(folder, 'identity');
  const agent = packAgent(resolve('agent'));
  let database: Database;
  let twin: Twin;
  let dir: string;
  let request: EnrollRequest;

  beforeAll(async () => {
    writeFileSync(identityFile, identity.privateKey, { mode: 0o600 });
    database = openDatabase((await createTestDatabase()).url);
  });
  beforeEach(async () => {
    dir = mkdtempSync(join(folder, 'twin-'));
    twin = await launchTwin();
    const { name, host, port, user, fingerprint } = twin;
    request = { name, host, port, user, identityFile, fingerprint, labels: ['rack-1'] };
  });
  afterEach(() => twin.stop());
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const launchTwin = (): Promise<Twin> =>
    startTwin({
      dir,
      name: 'xavier-nx',
      deviceClass: 'jetson-xavier-nx',
      authorizedKeys: [identity.publicKey],
      timeScale: 100,
      seed: 1,
    });
  const enroll = (over: Partial<EnrollRequest> = {}) => enrollDevice(database, agent, { ...request, ...over });

  it('uploads the agent once, reads the facts, classifies the device and pins its key', async () => {
    await enroll();
    const device = await findDevice(database, 'xavier-nx');
    expect(device).toMatchObject({
      deviceClass: 'jetson-xavier-nx',
      availability: 'ready',
      health: 'good',
      simulated: true,
      fingerprint: twin.fingerprint,
      hostKeyType: 'ssh-ed25519',
      labels: ['rack-1'],
      lease: { fence: 0, shardId: null },
    });
    const agents = readdirSync(join(twin.home, '.joulefleet')).filter((name) => name.startsWith('agent-'));
    expect(agents).toEqual([`agent-${agent.sha256.slice(0, 16)}.pyz`]);

    await enroll();
    expect(await findDevice(database, 'xavier-nx')).toMatchObject({ id: device!.id, createdAt: device!.createdAt });
  });

  it('reads what the board really says', async () => {
    await enroll();
    const { facts } = (await findDevice(database, 'xavier-nx'))!;
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
    const before = await findDevice(database, 'xavier-nx');
    await twin.stop();
    await enroll({ onlyIfChanged: true });
    await enroll({ onlyIfChanged: true, fingerprint: undefined });
    expect(await findDevice(database, 'xavier-nx')).toEqual(before);
    await expect(enroll({ onlyIfChanged: true, labels: ['rack-2'] })).rejects.toMatchObject({
      code: 'device_unreachable',
    });
    twin = await launchTwin();
    await enroll({ onlyIfChanged: true, labels: ['rack-2'], port: twin.port });
    expect(await findDevice(database, 'xavier-nx')).toMatchObject({ id: before!.id, labels: ['rack-2'] });
  });

  it('negotiates the type of host key that is named', async () => {
    await enroll({ name: 'typed', hostKeyType: 'ssh-ed25519' });
    expect(await findDevice(database, 'typed')).toMatchObject({ hostKeyType: 'ssh-ed25519' });
    await expect(enroll({ name: 'other', hostKeyType: 'ssh-rsa' })).rejects.toMatchObject({ origin: 'network' });
  });

  it('wants the host key confirmed first', async () => {
    const name = 'unconfirmed';
    await expect(enroll({ name, fingerprint: undefined })).rejects.toMatchObject({
      code: 'host_key_unconfirmed',
      fingerprint: twin.fingerprint,
    });
    expect(await findDevice(database, name)).toBeNull();
  });

  it.each([
    [
      'a changed host key',
      { fingerprint: `SHA256:${'B'.repeat(43)}` },
      { code: 'host_key_changed', origin: 'operator' },
    ],
    ['another user', { user: 'somebody' }, { code: 'login_refused', origin: 'operator' }],
    [
      'an identity that is not there',
      { identityFile: '/nonexistent' },
      { code: 'identity_missing', origin: 'operator' },
    ],
    ['nothing at that address', { port: 1 }, { code: 'device_unreachable', origin: 'network', transient: true }],
  ])('names %s and stores nothing', async (_case, over, fault) => {
    const name = 'refused';
    await expect(enroll({ name, ...over })).rejects.toMatchObject(fault);
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
});
