import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, Socket, type AddressInfo, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, utils } from 'ssh2';
import { connect, readHostKey, type SshTarget } from '@joulefleet/remote';
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
    const seen = await readHostKey({ ...target, privateKey: Buffer.from(stranger.privateKey), fingerprint: null });
    expect(seen).toEqual({ fingerprint: twin.fingerprint, keyType: 'ssh-ed25519' });
  });

  it('refuses another host key and names both fingerprints, without saying that it changed', async () => {
    const fingerprint = `SHA256:${'A'.repeat(43)}`;
    await expect(connect({ ...target, fingerprint })).rejects.toMatchObject({
      code: 'host_key_changed',
      origin: 'operator',
      transient: false,
      message: expect.stringContaining(`expected host key ${fingerprint}, found ${twin.fingerprint}`) as string,
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

  it('distinguishes an encrypted private key from a broken one, before it connects', async () => {
    const options = { comment: 'test', passphrase: 'secret', cipher: 'aes256-ctr', rounds: 1 };
    const { private: privateKey } = utils.generateKeyPairSync('ed25519', options);
    let connections = 0;
    const server = await serve(createServer(() => connections++));
    const refused = connect({ ...target, port: server.port, privateKey: Buffer.from(privateKey) });
    await expect(refused).rejects.toMatchObject({ code: 'identity_encrypted', origin: 'operator', transient: false });
    await server.stop();
    expect(connections).toBe(0);
  });

  it('names a server that speaks something else', async () => {
    const server = await serve(createHttpServer());
    await expect(connect({ ...target, port: server.port })).rejects.toMatchObject({
      code: 'not_ssh',
      origin: 'operator',
      transient: false,
      where: `127.0.0.1:${server.port}`,
      message: expect.stringContaining('"HTTP/1.1 400 Bad Request"') as string,
    });
    await server.stop();
  });

  it('names a port that closes connections without a word', async () => {
    const server = await serve(createServer((socket) => socket.destroy()));
    await expect(connect({ ...target, port: server.port })).rejects.toMatchObject({
      code: 'ssh_silent',
      message: expect.stringContaining('closes the connection without a greeting') as string,
    });
    await server.stop();
  });

  it('gives up on a port that takes connections and says nothing', async () => {
    const server = await serve(createServer());
    await expect(connect({ ...target, port: server.port })).rejects.toMatchObject({
      code: 'ssh_silent',
      origin: 'network',
      transient: true,
      message: expect.stringContaining('sends nothing') as string,
    });
    await server.stop();
  });

  it('names a server without any current cipher', async () => {
    const old = new Server({ hostKeys: [stranger.privateKey], algorithms: { cipher: ['aes128-cbc'] } }, (client) =>
      client.on('error', () => client.end()),
    );
    const server = await serve(old);
    await expect(connect({ ...target, port: server.port })).rejects.toMatchObject({
      code: 'ssh_incompatible',
      origin: 'device',
      transient: false,
      message: expect.stringContaining('have no cipher (Ciphers) in common') as string,
    });
    await server.stop();
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

type Listening = Pick<NetServer, 'listen' | 'address' | 'close'>;

/** A server on a free port. Stopping it cuts its connections. */
async function serve(server: Listening & { on(event: string, listener: (socket: Socket) => void): unknown }) {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) if (socket instanceof Socket) socket.destroy();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

async function freePort(): Promise<number> {
  const { port, stop } = await serve(createServer());
  await stop();
  return port;
}
