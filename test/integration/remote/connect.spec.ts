import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, lookAtHostKey, type SshTarget } from '@joulefleet/remote';
import { generateKeyPair, startTwin, type Twin } from '../../../apps/twin/src';

const identity = generateKeyPair('test');
const stranger = generateKeyPair('test');

describe('connect', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-connect-'));
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
    target = {
      host: twin.host,
      port: twin.port,
      user: twin.user,
      privateKey: Buffer.from(identity.privateKey),
      fingerprint: twin.fingerprint,
      hostKeyType: 'ssh-ed25519',
    };
  });
  afterAll(async () => {
    await twin.stop();
    rmSync(folder, { recursive: true });
  });

  it('logs in where the host key is the pinned one', async () => {
    const client = await connect(target);
    client.end();
  });

  it('shows the host key without logging in', async () => {
    const seen = await lookAtHostKey({ ...target, privateKey: Buffer.from(stranger.privateKey), fingerprint: null });
    expect(seen).toEqual({ fingerprint: twin.fingerprint, keyType: 'ssh-ed25519' });
  });

  it('refuses a changed host key and names both fingerprints', async () => {
    const fingerprint = `SHA256:${'A'.repeat(43)}`;
    await expect(connect({ ...target, fingerprint })).rejects.toMatchObject({
      code: 'host_key_changed',
      origin: 'operator',
      transient: false,
      message: expect.stringMatching(new RegExp(`${fingerprint}.*${twin.fingerprint.replace(/[+/]/g, '.')}`)) as string,
    });
  });

  it('names a refused login as the operator’s to mend', async () => {
    const refused = connect({ ...target, privateKey: Buffer.from(stranger.privateKey) });
    await expect(refused).rejects.toMatchObject({ code: 'login_refused', origin: 'operator', transient: false });
  });

  it('names a private key that is none', async () => {
    const refused = connect({ ...target, privateKey: Buffer.from('not a key') });
    await expect(refused).rejects.toMatchObject({ code: 'identity_unreadable', origin: 'operator' });
  });

  it('calls an absent device a fault of the network that may pass', async () => {
    const port = await freePort();
    await expect(connect({ ...target, port })).rejects.toMatchObject({
      code: 'device_unreachable',
      origin: 'network',
      transient: true,
      where: `127.0.0.1:${port}`,
    });
  });

  it('calls a host name that does not exist the operator’s', async () => {
    await expect(connect({ ...target, host: 'no-such-board.invalid' })).rejects.toMatchObject({ code: 'host_unknown' });
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
