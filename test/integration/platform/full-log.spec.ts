import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { healthView, type ControllerState, type HealthView } from '@joulefleet/contracts';
import { createTestDatabase } from '../../testkit/database';
import { createTestRedis, deleteKeys } from '../../testkit/redis';
import { until } from '../../testkit/until';

/** No file of the controller may grow beyond this. */
const LIMIT_KIB = 64;

describe('a controller whose log cannot be written any more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-full-log-'));
  const log = join(folder, 'controller.log');
  const home = join(folder, 'home');
  // A database of Redis that no other compiled controller of these tests uses.
  const redisUrl = `${createTestRedis().url}/5`;
  let child: ChildProcess;
  let url: string;

  beforeAll(async () => {
    writeFileSync(log, `${'x'.repeat(LIMIT_KIB * 1024 - 301)}\n`);
    const { url: databaseUrl } = await createTestDatabase();
    const output = openSync(log, 'a');
    const script = resolve('dist/apps/controller/src/main.js');
    child = spawn('bash', ['-c', `trap '' XFSZ; ulimit -f ${LIMIT_KIB}; exec "${process.execPath}" "${script}"`], {
      stdio: ['ignore', output, output],
      env: {
        PATH: process.env.PATH,
        JOULEFLEET_HOME: home,
        JOULEFLEET_PORT: '0',
        JOULEFLEET_WATCH: 'off',
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
      },
    });
    closeSync(output);
    const state = join(home, 'controller.json');
    await until(() => existsSync(state));
    ({ url } = JSON.parse(readFileSync(state, 'utf8')) as ControllerState);
  });
  afterAll(async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await deleteKeys({ url: redisUrl, prefix: '{joulefleet}' });
    rmSync(folder, { recursive: true, force: true });
  });

  const health = async (): Promise<HealthView & { status: number }> => {
    const response = await fetch(`${url}/v1/health/ready`);
    return { status: response.status, ...healthView.parse(await response.json()) };
  };

  it('works on, says so, and logs again when there is room', async () => {
    for (let i = 0; i < 20; i++) expect((await fetch(`${url}/v1/devices`)).status).toBe(401);
    const full = await health();
    expect(full).toMatchObject({ status: 200, ok: true, log: { ok: false } });
    expect(full.log!.detail).toMatch(/^\d+ lines of the log could not be written: EFBIG$/);

    truncateSync(log, 0);
    await fetch(`${url}/v1/devices`);
    expect(await health()).toMatchObject({ status: 200, log: { ok: true } });
    const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
    expect(lines[0]).toMatch(/lines of the log were lost: EFBIG/);
    expect(lines.slice(1).every((line) => JSON.parse(line) !== null)).toBe(true);
    expect(lines.length).toBeGreaterThan(1);
  });
});
