import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server, type Connection, type Session } from 'ssh2';
import { holdConnection, readHostKey, type HeldConnection } from '@joulefleet/remote';
import { generateKeyPair } from '../../../apps/twin/src';

const hostKey = generateKeyPair('host');
const identity = generateKeyPair('test');
const AGENT = { content: Buffer.alloc(0), sha256: '', remotePath: '.joulefleet/agent-0123456789abcdef.pyz' };

/** An sshd that is out of sessions for the first few, and has no commands. */
describe('holdConnection', () => {
  let refusals = 0;
  let asked = 0;
  let peer: Connection;
  let held: HeldConnection;
  const server = new Server({ hostKeys: [hostKey.privateKey] }, (connection) => {
    peer = connection;
    connection.on('error', () => undefined);
    connection.on('authentication', (login) => login.accept());
    connection.on('session', (accept, reject) => (asked++ < refusals ? reject() : runNothing(accept())));
  });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    asked = 0;
    const { port } = server.address() as AddressInfo;
    const privateKey = Buffer.from(identity.privateKey);
    const target = { host: '127.0.0.1', port, user: 'ana', privateKey, fingerprint: null, hostKeyType: null };
    const { fingerprint } = await readHostKey(target);
    held = await holdConnection({ ...target, fingerprint });
  });
  afterEach(() => held.close());

  it('asks again for a session that sshd still counts', async () => {
    refusals = 2;
    await held.forgetAgent(AGENT);
    expect(asked).toBe(3);
  });

  it('reports that sshd starts none', async () => {
    refusals = Infinity;
    const refused = { code: 'channel_refused', origin: 'device', transient: true };
    await expect(held.forgetAgent(AGENT)).rejects.toMatchObject(refused);
  });

  it('reports that the connection was lost during the request', async () => {
    refusals = Infinity;
    const forgetting = held.forgetAgent(AGENT);
    setTimeout(() => peer.end(), 100);
    await expect(forgetting).rejects.toMatchObject({ code: 'connection_lost', origin: 'network', transient: true });
    await expect(held.lost).resolves.toMatchObject({ origin: 'network' });
  });

  it('reports that it was lost before', async () => {
    held.close();
    await sleep(20);
    await expect(held.forgetAgent(AGENT)).rejects.toMatchObject({ code: 'connection_lost' });
  });
});

function runNothing(session: Session): void {
  session.on('exec', (accept) => {
    const channel = accept();
    channel.exit(0);
    channel.end();
  });
}
