import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createdKey, deviceList, launchResult, progressView, reportView } from '@joulefleet/contracts';
import { generateKeyPair, startTwin, type Twin } from '../../apps/twin/src';
import { createTestDatabase } from '../testkit/database';
import { createTestRedis, deleteKeys } from '../testkit/redis';

const CLI = join(__dirname, '../../dist/cli/joulefleet.mjs');

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** The story of a campaign, told by the compiled command line: every step is a process of its own. */
describe('joulefleet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-cli-'));
  const identity = generateKeyPair('test');
  const identityFile = join(folder, 'identity');
  let environment: NodeJS.ProcessEnv;
  let twin: Twin;

  const joulefleet = (...args: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(process.execPath, [CLI, ...args], { env: environment }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  const enroll = (...args: string[]): Promise<Ended> => {
    const login = ['--port', String(twin.port), '--user', twin.user, '--identity', identityFile, '--name', 'orin'];
    return joulefleet('device', 'enroll', twin.host, ...login, ...args, '--json');
  };

  beforeAll(async () => {
    writeFileSync(identityFile, identity.privateKey, { mode: 0o600 });
    twin = await startTwin({
      dir: join(folder, 'twin'),
      name: 'orin',
      deviceClass: 'jetson-orin-nx',
      authorizedKeys: [identity.publicKey],
      timeScale: 1000,
      seed: 11,
    });
    const { url } = await createTestDatabase();
    const { PATH } = process.env;
    environment = {
      PATH,
      JOULEFLEET_HOME: join(folder, 'home'),
      JOULEFLEET_PORT: '0',
      JOULEFLEET_LOG_LEVEL: 'warn',
      DATABASE_URL: url,
      REDIS_URL: createTestRedis().url,
    };
  });
  afterAll(async () => {
    await joulefleet('down');
    await twin.stop();
    await deleteKeys({ url: environment.REDIS_URL!, prefix: '{joulefleet}' });
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what to do when no controller is running', async () => {
    const { code, stderr } = await joulefleet('device', 'list');
    expect(code).toBe(4);
    expect(stderr).toContain('joulefleet up');
  });

  it('starts the controller, once', async () => {
    const home = environment.JOULEFLEET_HOME!;
    mkdirSync(home);
    writeFileSync(join(home, 'token'), 'what opened an older version');
    const first = await joulefleet('up');
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/name +admin\n +password +\S{24}\n/) });
    expect(readdirSync(home)).toContain('credentials.json');
    expect(readdirSync(home)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(token|first-admin.json)$/)]),
    );
    const again = await joulefleet('up', '--json');
    expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining('password') });
    expect(JSON.parse(again.stdout)).toMatchObject({ url: expect.stringContaining('127.0.0.1') as string });
  });

  it('lets its user in by the key that it keeps, others by theirs, and nobody else', async () => {
    const whoAmI = async () => JSON.parse((await joulefleet('whoami', '--json')).stdout) as object;
    expect(await whoAmI()).toMatchObject({ name: 'admin', role: 'admin' });
    expect(await joulefleet('user', 'add', 'ada', '--role', 'researcher')).toMatchObject({ code: 0 });
    const made = await joulefleet('key', 'create', 'sweeps', '--user', 'ada', '--json');
    const { key } = createdKey.parse(JSON.parse(made.stdout));
    environment.JOULEFLEET_API_KEY = key;
    expect(await whoAmI()).toMatchObject({ name: 'ada', role: 'researcher' });
    expect(await joulefleet('user', 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('users:write') });
    environment.JOULEFLEET_API_KEY = key.slice(0, -4);
    expect(await joulefleet('device', 'list')).toMatchObject({ code: 2, stderr: expect.stringContaining('login') });
    delete environment.JOULEFLEET_API_KEY;
    const reset = await joulefleet('admin-reset', '--json');
    expect(JSON.parse(reset.stdout)).toMatchObject({ admin: { name: 'admin' } });
    expect(await whoAmI()).toMatchObject({ name: 'admin' });
    expect((await joulefleet('audit')).stdout).toMatch(/user\.reset-admin[\s\S]*key\.create[\s\S]*user\.create +ada/);
  });

  it('enrolls a device whose host key was confirmed, and no other', async () => {
    const unconfirmed = await enroll();
    expect(unconfirmed.code).toBe(2);
    expect(unconfirmed.stdout).toContain(twin.fingerprint);
    const changed = await enroll('--fingerprint', `SHA256:${'A'.repeat(43)}`);
    expect(changed.code).toBe(2);
    expect(JSON.parse(changed.stdout)).toMatchObject({ error: { code: 'host_key_mismatch' } });
    expect(await enroll('--fingerprint', twin.fingerprint)).toMatchObject({ code: 0 });
    const { devices } = deviceList
      .pick({ devices: true })
      .parse(JSON.parse((await joulefleet('device', 'list', '--json')).stdout));
    expect(devices).toMatchObject([
      { name: 'orin', deviceClass: 'jetson-orin-nx', availability: 'ready', simulated: true },
    ]);
  });

  it('refuses a wrong campaign file with its line', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'name: wrong\nworkloads: [alexnett]\n');
    const { code, stderr } = await joulefleet('campaign', 'launch', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/wrong\.yaml:2:13.*[\s\S]*alexnet\b/);
  });

  it('launches, watches and reports a campaign', async () => {
    const file = join(folder, 'sweep.yaml');
    writeFileSync(
      file,
      'name: three cells\nworkloads: [alexnet]\n' +
        'factors: { gpuFrequency: [408 MHz, 714 MHz], cpuFrequency: 499.2 MHz }\n',
    );
    const launched = launchResult.parse(JSON.parse((await joulefleet('campaign', 'launch', file, '--json')).stdout));
    expect(launched.plan).toMatchObject({ cells: 3, trials: 9 });

    const watched = await joulefleet('campaign', 'watch', launched.campaign!.id.slice(0, 13), '--json');
    expect(watched.code).toBe(0);
    const last = progressView.parse(JSON.parse(watched.stdout.trim().split('\n').at(-1)!));
    expect(last).toMatchObject({ done: 9, total: 9, campaign: { state: 'completed' } });

    const report = reportView.parse(JSON.parse((await joulefleet('campaign', 'report', '--json')).stdout));
    expect(report.rows).toMatchObject([
      { device: 'orin', workload: 'alexnet', optimum: { levels: { gpuHz: 714_000_000 } } },
    ]);
    expect(report.rows[0]!.savingPct!.estimate).toBeGreaterThan(10);
    const readable = await joulefleet('campaign', 'report');
    expect(readable.stdout).toMatch(/SIMULATED/);
    expect(readable.stdout).toMatch(/714 MHz/);
  }, 60_000);

  it('stops what it started', async () => {
    expect(await joulefleet('down')).toMatchObject({ code: 0 });
    expect(await joulefleet('device', 'list')).toMatchObject({ code: 4 });
  });
});
