import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, readHostKey, openConnections, type SshTarget } from '@joulefleet/remote';
import { generateKeyPair, startTwin, type Twin } from '../../../apps/twin/src';

const identity = generateKeyPair('test');

describe('openConnections', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-count-'));
  let twin: Twin;
  let target: SshTarget & { fingerprint: string };

  beforeAll(async () => {
    twin = await startTwin({
      dir: folder,
      name: 'nano',
      deviceClass: 'jetson-nano',
      authorizedKeys: [identity.publicKey],
      timeScale: 100,
      seed: 1,
    });
    const { host, port, user, fingerprint } = twin;
    const privateKey = Buffer.from(identity.privateKey);
    target = { host, port, user, privateKey, fingerprint, hostKeyType: 'ssh-ed25519' };
  });
  afterAll(async () => {
    await twin.stop();
    rmSync(folder, { recursive: true });
  });

  it('counts those that are logged in, until each is closed by whichever side', async () => {
    expect(openConnections()).toBe(0);
    const [one, two] = await Promise.all([connect(target), connect(target)]);
    await readHostKey(target);
    const stranger = Buffer.from(generateKeyPair('test').privateKey);
    await expect(connect({ ...target, privateKey: stranger })).rejects.toMatchObject({ code: 'login_refused' });
    expect(openConnections()).toBe(2);
    one.end();
    await once(one, 'close');
    expect(openConnections()).toBe(1);
    two.on('error', () => undefined);
    const gone = once(two, 'close');
    await twin.stop();
    await gone;
    expect(openConnections()).toBe(0);
  });
});
