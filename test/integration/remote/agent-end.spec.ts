import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server, type Connection, type ServerChannel } from 'ssh2';
import { AGENT_LINE_MARK } from '@joulefleet/contracts';
import { readHostKey, openAgent, type AgentConnection, type SshTarget } from '@joulefleet/remote';
import { generateKeyPair } from '../../../apps/twin/src';

const hostKey = generateKeyPair('host');
const identity = generateKeyPair('test');
const agent = { content: Buffer.from('agent'), sha256: '0'.repeat(64), remotePath: '.joulefleet/agent-0.pyz' };
const UNRESOLVED = 'sudo: unable to resolve host nano-1: Name or service not known\n';
const LOST = { code: 'connection_lost', origin: 'network', transient: true };
const FAILED = { code: 'agent_failed', origin: 'device', transient: true };
const HELLO = {
  protocol: 1,
  python: '3.6.9',
  pid: 7,
  root: '/',
  serial: null,
  simulated: true,
  monotonicUs: 1,
  wallUs: 1,
};

/** What a device does with a command, or with a request of a session. */
type Act = (channel: ServerChannel, connection: Connection) => void;

const cut: Act = (_channel, connection) => connection.end();
const cutAfter =
  (said: string): Act =>
  (channel, connection) =>
    channel.stderr.write(said, () => setTimeout(() => cut(channel, connection), 50));
const endWith =
  (code: number, said = ''): Act =>
  (channel) => {
    channel.stderr.write(said);
    channel.exit(code);
    channel.end();
  };
const killed: Act = (channel) => {
  channel.exit('KILL', false, 'Killed');
  channel.end();
};

/** An sshd whose agent says hello, and then ends in one way or another. */
describe('an agent that is gone', () => {
  let atStart: Act | null;
  let atPing: Act;
  let atUpload: Act;
  let atFarewell: Act;
  let opened: AgentConnection | null;
  const server = new Server({ hostKeys: [hostKey.privateKey] }, (connection) => {
    connection.on('error', () => undefined);
    connection.on('authentication', (login) => login.accept());
    connection.on('session', (accept) =>
      accept().on('exec', (start, _refuse, { command }) => {
        const channel = start();
        channel.on('error', () => undefined);
        if (command.includes('cat >')) return atUpload(channel, connection);
        channel.write('joulefleet-shell\n');
        const farewell = atFarewell;
        channel.on('end', () => farewell(channel, connection));
        if (atStart !== null) return atStart(channel, connection);
        channel.on('data', (line: Buffer) => answer(JSON.parse(line.toString()) as Asked, channel, connection));
      }),
    );
  });

  interface Asked {
    id: number;
    op: string;
  }
  function answer({ id, op }: Asked, channel: ServerChannel, connection: Connection): void {
    if (op !== 'hello') return atPing(channel, connection);
    const result = { ...HELLO, sha256: agent.sha256 };
    channel.write(`${AGENT_LINE_MARK}${JSON.stringify({ id, ok: true, result })}\n`);
  }

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    atStart = null;
    atUpload = endWith(0);
    atFarewell = () => undefined;
    opened = null;
  });
  afterEach(() => opened?.close());

  async function open(privilege: 'login' | 'sudo' = 'login'): Promise<AgentConnection> {
    const { port } = server.address() as AddressInfo;
    const privateKey = Buffer.from(identity.privateKey);
    const target: SshTarget = {
      host: '127.0.0.1',
      port,
      user: 'ana',
      privateKey,
      fingerprint: null,
      hostKeyType: null,
      privilege,
    };
    const { fingerprint } = await readHostKey(target);
    return (opened = await openAgent({ ...target, fingerprint }, agent));
  }
  async function afterPing(act: Act, privilege: 'login' | 'sudo' = 'login') {
    atPing = act;
    const { session } = await open(privilege);
    const asked = session.ping();
    await asked.catch(() => undefined);
    return { asked, session, exit: await session.ended };
  }

  it.each(['', UNRESOLVED, 'setlocale: LC_ALL: cannot change locale\n'])(
    'is a lost connection when that was cut, although stderr says %j',
    async (said) => {
      const { asked, session, exit } = await afterPing(cutAfter(said), 'sudo');
      await expect(asked).rejects.toMatchObject(LOST);
      await expect(session.ping()).rejects.toMatchObject(LOST);
      expect(exit).toMatchObject({ code: null, signal: null, stderr: said.trim() });
    },
  );

  it('is a lost connection also when sudo has only just warned', async () => {
    atStart = cutAfter(UNRESOLVED);
    await expect(open('sudo')).rejects.toMatchObject(LOST);
  });

  it('is the device’s fault when a signal ended it', async () => {
    const { asked, session, exit } = await afterPing(killed);
    await expect(asked).rejects.toMatchObject(FAILED);
    await expect(asked).rejects.toThrow('SIGKILL');
    await expect(session.ping()).rejects.toMatchObject(FAILED);
    expect(exit).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('is the device’s fault when it ended by itself, then and later', async () => {
    const { asked, session } = await afterPing(endWith(1));
    await expect(asked).rejects.toMatchObject(FAILED);
    await expect(session.ping()).rejects.toMatchObject(FAILED);
    await expect(session.ping()).rejects.toThrow('exit code 1');
  });

  it('is the device’s fault when it broke the protocol', async () => {
    const { asked } = await afterPing((channel) => channel.write(`${AGENT_LINE_MARK}no JSON\n`));
    await expect(asked).rejects.toMatchObject(FAILED);
    await expect(asked).rejects.toThrow('protocol violation');
  });

  it.each([
    [
      'progress',
      { event: 'progress', shardId: 'x', progress: { trialId: 'x', phase: 'measuring', done: 1, total: 2 } },
    ],
    ['answers to nothing', { id: 2 ** 40, ok: true, result: {} }],
    [
      'records of an unknown shard',
      { event: 'record', shardId: 'x', record: { seq: 1, kind: 'trial', body: '', crc: 1 } },
    ],
  ])('is the device’s fault when it floods us with %s', async (_what, message) => {
    const lines = `${AGENT_LINE_MARK}${JSON.stringify(message)}\n`.repeat(1_000);
    const flood = (channel: ServerChannel): void => {
      while (!channel.destroyed && channel.write(lines));
      if (!channel.destroyed) channel.once('drain', () => flood(channel));
    };
    const { asked, exit } = await afterPing(flood);
    await expect(asked).rejects.toMatchObject(FAILED);
    expect(exit.stderr).toContain('without an end');
  });

  it('is nobody’s fault on the device when this side ended it', async () => {
    atFarewell = endWith(0);
    const { session } = await open();
    session.end();
    await session.ended;
    await expect(session.ping()).rejects.toMatchObject(LOST);
  });

  it('distinguishes a refusal of sudo from an agent that failed after a warning', async () => {
    atStart = endWith(1, `${UNRESOLVED}Traceback (most recent call last):\nMemoryError\n`);
    await expect(open('sudo')).rejects.toMatchObject(FAILED);
    atStart = endWith(1, `${UNRESOLVED}sudo: a password is required\n`);
    await expect(open('sudo')).rejects.toMatchObject({ code: 'sudo_refused', origin: 'operator' });
  });

  it('is a lost connection while it is uploaded, although the shell warned', async () => {
    atStart = endWith(91);
    atUpload = cutAfter('setlocale: LC_ALL: cannot change locale\n');
    await expect(open()).rejects.toMatchObject(LOST);
    atUpload = killed;
    await expect(open()).rejects.toMatchObject({ code: 'upload_failed', origin: 'device' });
  });
});
