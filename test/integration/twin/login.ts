import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ClientChannel } from 'ssh2';
import { keyPairAt, startTwin, type KeyPair, type Twin, type TwinOptions } from '../../../apps/twin/src';

export interface Outcome {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: string | undefined;
}

/** One twin in a folder of its own, and what it takes to log in. */
export interface Bench {
  twin: Twin;
  folder: string;
  identity: KeyPair;
  identityFile: string;
  options: TwinOptions;
  client: Client;
  /** Runs a command on the open connection, with this text as its whole input. */
  run(command: string, input?: string): Promise<Outcome>;
  stop(): Promise<void>;
}

export async function startBench(over: Partial<TwinOptions> = {}): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'jf-twin-'));
  const identityFile = join(folder, 'identity');
  const identity = keyPairAt(identityFile, 'test');
  const options: TwinOptions = {
    dir: join(folder, 'twin'),
    name: 'twin',
    deviceClass: 'jetson-nano',
    authorizedKeys: [identity.publicKey],
    timeScale: 1000,
    seed: 1,
    ...over,
  };
  const twin = await startTwin(options);
  const client = await login(twin, identity);
  const bench: Bench = {
    twin,
    folder,
    identity,
    identityFile,
    options,
    client,
    run: (command, input = '') => run(bench.client, command, input),
    stop: async () => {
      bench.client.end();
      await bench.twin.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return bench;
}

/** Logs in with the host key pinned; rejects with ssh2's error. */
export function login(twin: Twin, identity: KeyPair, user = twin.user): Promise<Client> {
  const client = new Client();
  return new Promise((resolve, reject) => {
    client.once('ready', () => resolve(client)).once('error', reject);
    client.connect({ host: twin.host, port: twin.port, username: user, privateKey: identity.privateKey });
  });
}

/** Listens from the first moment: a quick command's exit code may come in the packet that tells of its start. */
function run(client: Client, command: string, input: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      resolve(outcome(channel));
      channel.end(input);
    });
  });
}

export function exec(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

/** Everything a channel says until it closes. */
export async function outcome(channel: ClientChannel): Promise<Outcome> {
  const result: Outcome = { stdout: '', stderr: '', code: null, signal: undefined };
  channel.on('data', (text: Buffer) => (result.stdout += text.toString()));
  channel.stderr.on('data', (text: Buffer) => (result.stderr += text.toString()));
  channel.on('exit', (code: number | null, signal?: string) => Object.assign(result, { code, signal }));
  await new Promise((resolve) => channel.on('close', resolve));
  return result;
}

export function closeOf(client: Client): Promise<void> {
  return new Promise((resolve) => client.once('close', () => resolve()));
}

/** Whether a process lives; one that has died and was not waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Puts a Python program into the twin's home and returns the command that runs it. */
export function program(bench: Bench, name: string, source: string): string {
  writeFileSync(join(bench.twin.home, name), source);
  return `python3 ${name}`;
}

/** Python: one connection to the twin's clock. */
export const CLOCK_CLIENT = `
import json, os, socket, sys
ROOT = os.environ['JOULEFLEET_ROOT']
class Clock:
    def __init__(self):
        with open(ROOT + '/etc/joulefleet-twin.json') as marker:
            path = json.load(marker)['clockSocket']
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile('r')
    def ask(self, line):
        self.socket.sendall((line + '\\n').encode())
        return self.lines.readline().strip()
    def now(self):
        return int(self.ask('n'))
    def sleep(self, until_us):
        return int(self.ask('s %d' % until_us))
`;

const SETTLED = `${CLOCK_CLIENT}
clock = Clock()
clock.sleep(clock.now() + 1000000)
`;

/** Returns a command that ends when what was written before it is in force, a second of the board's clock later. */
export function settledCommand(bench: Bench): string {
  program(bench, 'settled.py', SETTLED);
  return `python3 ${join(bench.twin.home, 'settled.py')}`;
}
