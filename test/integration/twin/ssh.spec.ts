import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyPairAt, startTwin } from '../../../apps/twin/src';
import { closeOf, exec, isRunning, login, outcome, startBench, type Bench } from './login';
import { until } from '../../testkit/until';

const OPENSSH = '/usr/bin/ssh';

describe('a twin as an SSH server', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterAll(() => bench.stop());

  it('runs a command as a child with the twin’s environment and nothing of ours', async () => {
    const { stdout, code } = await bench.run('pwd; env');
    expect(code).toBe(0);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe(bench.twin.home);
    expect(lines).toContain(`HOME=${bench.twin.home}`);
    expect(lines).toContain(`JOULEFLEET_ROOT=${bench.twin.root}`);
    expect(lines.filter((line) => /^(NODE|npm|JEST)/.test(line))).toEqual([]);
  });

  it('keeps both outputs apart and reports exit code and signal', async () => {
    expect(await bench.run('echo out; echo err >&2; exit 7')).toEqual({
      stdout: 'out\n',
      stderr: 'err\n',
      code: 7,
      signal: undefined,
    });
    expect(await bench.run('kill -TERM $$')).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(await bench.run('no-such-command')).toMatchObject({ code: 127 });
  });

  it('forwards input and its end', async () => {
    const text = 'x'.repeat(100_000);
    expect((await bench.run('wc -c; echo done', text)).stdout.split(/\s+/)).toEqual(['100000', 'done', '']);
  });

  it('forwards 20 MB whole, at the reader’s pace', async () => {
    const channel = await exec(bench.client, 'head -c 20000000 /dev/zero | tr "\\0" "a"');
    channel.pause();
    await sleep(200);
    const hash = createHash('sha256');
    channel.on('data', (chunk: Buffer) => hash.update(chunk));
    channel.resume();
    channel.stderr.resume();
    await new Promise((resolve) => channel.on('close', resolve));
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.alloc(20_000_000, 'a')).digest('hex'));
  });

  it('serves several sessions of one connection at once', async () => {
    const slow = bench.run('sleep 0.5; echo slow');
    const quick = await Promise.all(Array.from({ length: 5 }, (_, i) => bench.run(`echo ${i}`)));
    expect(quick.map(({ stdout }) => stdout)).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n']);
    expect((await slow).stdout).toBe('slow\n');
  });

  it('leaves a process alone whose channel or connection is gone', async () => {
    const other = await login(bench.twin, bench.identity);
    const channel = await exec(
      other,
      'echo $$; trap "" PIPE; while [ ! -e stop ]; do sleep 0.05; done; echo gone > left',
    );
    const pid = Number(await new Promise((resolve) => channel.once('data', (d: Buffer) => resolve(d.toString()))));
    channel.close();
    await sleep(100);
    expect(isRunning(pid)).toBe(true);
    const closed = closeOf(other);
    bench.twin.cutConnections();
    await closed;
    expect(isRunning(pid)).toBe(true);

    bench.client = await login(bench.twin, bench.identity);
    await outcome(await exec(bench.client, 'touch stop'));
    await until(() => existsSync(join(bench.twin.home, 'left')));
  });

  it('lets in no stranger, no other user and no password', async () => {
    const stranger = keyPairAt(join(bench.folder, 'stranger'), 'stranger');
    await expect(login(bench.twin, stranger)).rejects.toMatchObject({ level: 'client-authentication' });
    await expect(login(bench.twin, bench.identity, 'root')).rejects.toMatchObject({ level: 'client-authentication' });
  });

  it('refuses forwarding', async () => {
    const client = await login(bench.twin, bench.identity);
    const refused = new Promise((resolve) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 2, resolve));
    expect(await refused).toBeInstanceOf(Error);
    client.end();
  });

  it('answers to OpenSSH', async () => {
    if (!existsSync(OPENSSH)) throw new Error(`this test needs ${OPENSSH} (Debian: openssh-client)`);
    const { stdout, code } = await openssh(bench, ['read line; echo "got $line"; exit 3'], 'hello\n');
    expect(stdout).toBe('got hello\n');
    expect(code).toBe(3);
    expect((await openssh(bench, ['kill -9 $$'], '')).code).toBe(255);
    expect((await openssh(bench, [], 'echo from a shell\n')).stdout).toBe('from a shell\n');
  });
});

describe('a twin started again on the same folder', () => {
  it('keeps host key, port, home and serial, and boots afresh', async () => {
    const bench = await startBench();
    await bench.run('echo kept > note');
    const { fingerprint, port, root } = bench.twin;
    const read = (path: string): string => readFileSync(join(root, path), 'utf8');
    const [serial, bootId] = [read('proc/device-tree/serial-number'), read('proc/sys/kernel/random/boot_id')];
    bench.client.end();
    await bench.twin.stop();

    bench.twin = await startTwin(bench.options);
    expect(bench.twin).toMatchObject({ fingerprint, port });
    expect(read('proc/device-tree/serial-number')).toBe(serial);
    expect(read('proc/sys/kernel/random/boot_id')).not.toBe(bootId);
    bench.client = await login(bench.twin, bench.identity);
    expect((await outcome(await exec(bench.client, 'cat note'))).stdout).toBe('kept\n');
    await bench.stop();
  });

  it('ends what ran on it, detached or not', async () => {
    const bench = await startBench();
    const { stdout } = await bench.run('setsid sleep 600 > /dev/null 2>&1 < /dev/null & echo $!');
    const pid = Number(stdout);
    expect(isRunning(pid)).toBe(true);
    await bench.stop();
    await until(() => !isRunning(pid));
  });
});

async function openssh(
  bench: Bench,
  command: string[],
  input: string,
): Promise<{ stdout: string; code: number | null }> {
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'IdentitiesOnly=yes', 'LogLevel=ERROR'];
  const child = spawn(OPENSSH, [
    ...['-F', 'none', '-T', '-i', bench.identityFile, '-p', String(bench.twin.port)],
    ...options.flatMap((option) => ['-o', option]),
    `${bench.twin.user}@${bench.twin.host}`,
    ...command,
  ]);
  let stdout = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { stdout, code };
}
