import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceView } from '@joulefleet/contracts';
import { captureIo } from '../../../apps/cli/src/fixtures/controller-double';
import { runCli } from '../../../apps/cli/src/run-cli';
import { generateKeyPair, startTwin, type Twin } from '../../../apps/twin/src';
import { startLab, type Lab } from '../../testkit/lab';

/** The third keeps of the copy that it is asked about, while it is there, the mode and what is in it. */
const TOOLS = {
  sudo: 'exec "$@"',
  visudo: 'test -s "$2"',
  sha256sum:
    'line=$(cat); stat -c %a "${line##* }" >"$SEEN.mode"; cat "${line##* }" >"$SEEN"; echo "$line" | /usr/bin/sha256sum "$@"',
};

/** What `device sudoers` prints is run as it stands, by a shell whose root is the twin's. */
describe('the script of device sudoers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-sudoers-'));
  const identity = generateKeyPair('test');
  const tools = join(folder, 'bin');
  let lab: Lab;
  let twin: Twin;

  beforeAll(async () => {
    lab = await startLab({ twins: [], controller: { watch: false } });
    writeFileSync(join(folder, 'key'), identity.privateKey, { mode: 0o600 });
    mkdirSync(tools);
    for (const [name, body] of Object.entries(TOOLS)) {
      writeFileSync(join(tools, name), `#!/bin/sh\n${body}\n`);
      chmodSync(join(tools, name), 0o755);
    }
  });
  beforeEach(async () => {
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
      privilege: 'sudo',
    });
    mkdirSync(join(twin.root, 'etc/sudoers.d'), { recursive: true });
  });
  afterEach(() => twin.stop());
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function cli(line: string) {
    const io = captureIo(folder);
    Object.assign(io.environment, { url: lab.controller().url, apiKey: lab.admin.key });
    return { exitCode: await runCli(line.split(' '), io), out: io.out(), err: io.err() };
  }
  const enroll = () => {
    const { name, host, port, user, fingerprint } = twin;
    return cli(
      `device enroll ${host} --name ${name} --port ${port} --user ${user} --identity key --fingerprint ${fingerprint} --json`,
    );
  };
  const deviceOf = ({ out }: { out: string }) => JSON.parse(out) as DeviceView;
  /** Owners are left out, since a test need not be root; the rule itself stays as it is printed. */
  function runOnTwin(script: string) {
    const here = script
      .replaceAll('-o root -g root ', '')
      .replaceAll(/(?<!python3 -I )\/usr\/local\/lib/g, join(twin.root, 'usr/local/lib'))
      .replaceAll('/etc/sudoers.d', join(twin.root, 'etc/sudoers.d'))
      .replaceAll(/(?<= )\/tmp\/(?=joulefleet-agent)/g, `${folder}/on-the-board-`)
      .replaceAll(`~${twin.user}`, twin.home);
    const environment = { PATH: `${tools}:${process.env.PATH}`, SEEN: join(folder, 'checked') };
    return spawnSync('sh', ['-c', here], { env: environment, encoding: 'utf8' });
  }

  it('prepares a board that is not enrolled, which is ready at its enrollment', async () => {
    const { host, user } = twin;
    const unknown = await cli(`device sudoers ${host}`);
    expect(unknown).toMatchObject({ exitCode: 2, out: '' });
    expect(unknown.err).toMatch(/device_unknown[^]*device sudoers \S+ --user LOGIN --agent-to agent\.pyz/);

    const prepared = await cli(`device sudoers ${host} --user ${user} --agent-to agent.pyz`);
    expect(prepared).toMatchObject({ exitCode: 0, err: '' });
    const [, file, path] = /scp (\S+) 127\.0\.0\.1:\/tmp\/(\S+)/.exec(prepared.out)!;

    const early = runOnTwin(prepared.out);
    expect(early.status).not.toBe(0);
    expect(existsSync(join(twin.root, `etc/sudoers.d/joulefleet-${user}`))).toBe(false);

    copyFileSync(join(folder, file!), join(folder, `on-the-board-${path}`));
    expect(runOnTwin(prepared.out)).toMatchObject({ status: 0, stderr: '' });
    const enrolled = await enroll();
    expect(enrolled.exitCode).toBe(0);
    expect(deviceOf(enrolled)).toMatchObject({ availability: 'ready', privilege: 'sudo' });
  });

  it('gets a device out of quarantine that was enrolled first; until then enrolling exits with 3', async () => {
    const before = await enroll();
    expect(before.exitCode).toBe(3);
    expect(deviceOf(before)).toMatchObject({ availability: 'quarantined' });
    const { out } = await cli(`device sudoers ${twin.name}`);
    expect(runOnTwin(out)).toMatchObject({ status: 0, stderr: '' });
    const after = await enroll();
    expect(after.exitCode).toBe(0);
    expect(deviceOf(after)).toMatchObject({ availability: 'ready', privilege: 'sudo' });
    expect((await enroll()).exitCode).toBe(0);
  });

  it('shows nobody but root what it copies until the hash is right', async () => {
    const { out } = await cli(`device sudoers ${twin.host} --user ${twin.user} --agent-to agent.pyz`);
    const [, file, path] = /scp (\S+) 127\.0\.0\.1:\/tmp\/(\S+)/.exec(out)!;
    const source = join(folder, `on-the-board-${path}`);
    const installed = join(twin.root, /(?<=python3 -I )\/usr\/local\/lib\/\S+/.exec(out)![0]);
    rmSync(source, { force: true });
    writeFileSync(join(folder, 'shadow'), 'root:$6$salt$hash:19000:0:99999:7:::\n', { mode: 0o600 });
    symlinkSync(join(folder, 'shadow'), source);
    expect(runOnTwin(out).stdout).toContain('FAILED');
    expect(readFileSync(join(folder, 'checked'), 'utf8')).toMatch(/^root:/);
    expect(readFileSync(join(folder, 'checked.mode'), 'utf8')).toBe('600\n');
    expect([existsSync(installed), existsSync(`${installed}.new`)]).toEqual([false, false]);

    rmSync(source);
    copyFileSync(join(folder, file!), source);
    expect(runOnTwin(out)).toMatchObject({ status: 0, stderr: '' });
    expect(statSync(installed).mode & 0o777).toBe(0o644);
    rmSync(source);
  });

  it('installs neither another file than the agent nor a rule for it', async () => {
    const { out } = await cli(`device sudoers ${twin.host} --user ${twin.user}`);
    const [, path] = /scp \S+ \S+:\/tmp\/(\S+)/.exec(out)!;
    writeFileSync(join(folder, `on-the-board-${path}`), 'import os; os.system("id")\n');
    expect(runOnTwin(out).stdout).toContain('FAILED');
    expect(existsSync(join(twin.root, `etc/sudoers.d/joulefleet-${twin.user}`))).toBe(false);
    const installed = /(?<=python3 -I )\/usr\/local\/lib\/\S+/.exec(out)![0];
    expect([existsSync(join(twin.root, installed)), existsSync(join(twin.root, `${installed}.new`))]).toEqual([
      false,
      false,
    ]);
  });
});
