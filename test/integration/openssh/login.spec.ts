import { once } from 'node:events';
import { createConnection } from 'node:net';
import { connect, describePrivateKey, readHostKey } from '@joulefleet/remote';
import { OpenSshBoard, type KeyType } from '../../testkit/openssh/openssh-board';

const KEY_TYPES: [KeyType, string][] = [
  ['ed25519', 'ssh-ed25519'],
  ['ecdsa', 'ecdsa-sha2-nistp256'],
  ['rsa', 'ssh-rsa'],
];
const ALL_HOST_KEYS = ['host-rsa', 'host-ecdsa', 'host-ed25519'];

describe('logging in at Debian’s sshd', () => {
  let board: OpenSshBoard;

  beforeAll(async () => {
    board = await OpenSshBoard.start();
    await Promise.all([
      board.makeKey('host-ecdsa', 'ecdsa'),
      board.makeKey('host-rsa', 'rsa'),
      board.makeKey('host-new', 'ed25519'),
      board.makeKey('stranger', 'ed25519'),
    ]);
  }, 200_000);
  afterAll(() => board.stop());

  async function logIn(target: Parameters<typeof connect>[0]): Promise<void> {
    const client = await connect(target);
    client.end();
  }

  it('shows the host key as ssh-keygen prints it', async () => {
    const target = await board.target();
    const seen = await readHostKey({ ...target, fingerprint: null, hostKeyType: null });
    expect(seen).toEqual({ fingerprint: await board.fingerprint('host-ed25519'), keyType: 'ssh-ed25519' });
    await logIn(target);
  });

  it.each(KEY_TYPES)('negotiates the pinned type of several: %s', async (type, keyType) => {
    await board.serve([], ALL_HOST_KEYS);
    const target = await board.target('user-ed25519', `host-${type}`);
    expect(target.hostKeyType).toBe(keyType);
    expect(await readHostKey(target)).toEqual({ fingerprint: target.fingerprint, keyType });
    await logIn(target);
  });

  it.each(KEY_TYPES)('logs in with an identity of type %s', async (type) => {
    const name = `identity-${type}`;
    const publicLine = await board.makeKey(name, type);
    board.authorize(publicLine);
    const target = await board.target(name);
    await logIn(target);
    expect(describePrivateKey(target.privateKey)).toMatchObject({
      publicKeyLine: publicLine.trim(),
      fingerprint: await board.fingerprint(name),
    });
    board.authorize(board.publicLine('user-ed25519'));
  });

  it('names a refused key and a wrong user as the operator’s to mend, and offers keys only', async () => {
    await board.serve(['PasswordAuthentication yes', 'KbdInteractiveAuthentication yes']);
    const refused = { code: 'login_refused', origin: 'operator', transient: false };
    await expect(logIn(await board.target('stranger'))).rejects.toMatchObject(refused);
    await expect(logIn({ ...(await board.target()), user: 'nobody-here' })).rejects.toMatchObject(refused);
    const methods = [...board.sshd.log.matchAll(/userauth-request for user \S+ service \S+ method (\S+)/g)];
    expect([...new Set(methods.map(([, method]) => method))]).toEqual(['publickey']);
  });

  it('calls an sshd that has no room left unreachable, in its own words', async () => {
    await board.serve(['MaxStartups 1']);
    const waiting = createConnection(board.sshd.port, '127.0.0.1');
    await once(waiting, 'data');
    await expect(logIn(await board.target())).rejects.toMatchObject({
      code: 'device_unreachable',
      origin: 'network',
      transient: true,
      message: expect.stringContaining('sshd refused the connection: "Exceeded MaxStartups"') as string,
    });
    waiting.destroy();
  });

  it('refuses another host key and names both', async () => {
    const pinned = await board.target();
    await board.serve([], ['host-new']);
    const [before, now] = [pinned.fingerprint, await board.fingerprint('host-new')];
    await expect(logIn(pinned)).rejects.toMatchObject({
      code: 'host_key_changed',
      origin: 'operator',
      transient: false,
      message: expect.stringContaining(`expected host key ${before}, found ${now}`) as string,
    });
    expect(board.sshd.log).not.toContain('method publickey');
  });

  it('calls a host key changed whose type is gone', async () => {
    const pinned = await board.target('user-ed25519', 'host-rsa');
    await board.serve([], ['host-new']);
    await expect(logIn(pinned)).rejects.toMatchObject({
      code: 'host_key_changed',
      message: expect.stringContaining(`${await board.fingerprint('host-new')} (ssh-ed25519)`) as string,
    });
  });
});
