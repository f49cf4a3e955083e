import { appendFileSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Audit } from '@joulefleet/access';
import type { EnrollRequest } from '@joulefleet/contracts';
import { CONTROLLER_ACTOR } from '@joulefleet/core';
import { enrollDevice, IdentitiesService } from '@joulefleet/fleet';
import { toMasterKey } from '@joulefleet/platform';
import { packAgent, sudoersRule } from '@joulefleet/remote';
import { findDevice, openDatabase, type Database } from '@joulefleet/store';
import { generateKeyPair, startTwin, type Twin, type TwinOptions } from '../../../apps/twin/src';
import { createTestDatabase } from '../../testkit/database';

describe('enrolling a device whose login may not set clocks', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-sudo-'));
  const identity = generateKeyPair('test');
  const masterKey = toMasterKey(Buffer.alloc(32, 4));
  const agent = packAgent(resolve('agent'));
  let database: Database;
  let twin: Twin;

  beforeAll(async () => {
    database = openDatabase((await createTestDatabase()).url);
    const identities = new IdentitiesService(database, masterKey, new Audit(database));
    await identities.import({ name: 'lab', privateKey: identity.privateKey }, CONTROLLER_ACTOR);
  });
  afterEach(() => twin.stop());
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(privilege: TwinOptions['privilege']): Promise<void> {
    const dir = mkdtempSync(join(folder, 'twin-'));
    const authorizedKeys = [identity.publicKey];
    const name = dir.slice(-6).toLowerCase();
    twin = await startTwin({
      dir,
      name,
      deviceClass: 'jetson-nano',
      authorizedKeys,
      timeScale: 500,
      seed: 1,
      privilege,
    });
  }
  async function enroll(over: Partial<EnrollRequest> = {}) {
    const { name, host, port, user, fingerprint } = twin;
    const request = { name, host, port, user, fingerprint, identity: 'lab', labels: [], ...over };
    await enrollDevice({ database, masterKey, agent }, request);
    return (await findDevice(database, name))!;
  }
  /** What an administrator does by the commands of `device sudoers`. */
  function install(content = join(twin.home, agent.remotePath)): void {
    const { rule, file } = sudoersRule({ user: twin.user, agent });
    const installed = join(twin.root, /\/usr\/local\/lib\/\S+/.exec(rule)![0]);
    mkdirSync(dirname(installed), { recursive: true });
    copyFileSync(content, installed);
    const rules = join(twin.root, file);
    mkdirSync(dirname(rules), { recursive: true });
    writeFileSync(rules, `${rule}\n`);
  }

  it('says that there is no sudo', async () => {
    await start('none');
    const device = await enroll();
    expect(device).toMatchObject({ availability: 'quarantined', health: 'bad', privilege: 'login' });
    expect(device.reason).toMatchObject({
      checks: ['privileged', 'clocks_settable', 'knobs_settable'],
      message: expect.stringMatching(/sudo is not installed on the device/) as string,
    });
  });

  it.each([undefined, 'sudo'] as const)(
    'says what is to be installed, and works once it is; asked for: %s',
    async (privilege) => {
      await start('sudo');
      const before = await enroll({ privilege });
      expect(before).toMatchObject({ availability: 'quarantined', privilege: privilege ?? 'login' });
      const [finding] = before.preflight as { check: string; passed: boolean; message: string; remedy: string }[];
      expect(finding).toMatchObject({
        check: 'privileged',
        passed: false,
        remedy: expect.stringContaining('device sudoers') as string,
      });
      expect(finding!.message).toMatch(/sudo refused to start the agent/);
      install();
      expect(await enroll({ privilege })).toMatchObject({ availability: 'ready', privilege: 'sudo', reason: null });
    },
  );

  it('does not try sudo where only the login was asked for', async () => {
    await start('sudo');
    await enroll();
    install();
    const device = await enroll({ privilege: 'login' });
    expect(device).toMatchObject({ availability: 'quarantined', privilege: 'login' });
    expect(JSON.stringify(device.reason)).not.toMatch(/sudo refused/);
  });

  it('refuses another agent than the one that was installed', async () => {
    await start('sudo');
    await enroll();
    const other = join(folder, 'other');
    cpSync(resolve('agent'), other, { recursive: true });
    appendFileSync(join(other, '__main__.py'), '# changed\n');
    writeFileSync(join(folder, 'other.pyz'), packAgent(other).content);
    install(join(folder, 'other.pyz'));
    const device = await enroll();
    expect(device).toMatchObject({ availability: 'quarantined', privilege: 'login' });
    expect(device.reason).toMatchObject({
      message: expect.stringMatching(/installed for sudo is not this controller's version/) as string,
    });
  });
});
