import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { holdLock } from '../hold-lock';
import type { RedisProgram } from './redis-program';

const run = promisify(execFile);
const FETCH_WITHIN_MS = 180_000;
const LOCK_WAIT_S = 240;
/** What Debian 12 lacks beside the server, should apt be unable to say. */
const USUAL_PACKAGES = ['redis-server', 'redis-tools', 'liblzf1', 'libjemalloc2'];

/**
 * Downloads Debian's redis-server and what it needs beyond the installed system, and unpacks it into the cache folder.
 * No root, nothing installed: apt checks signatures and hashes, `dpkg -x` only unpacks. A complete copy is found again.
 * @throws Error in apt's words.
 */
export async function fetchDebianRedis(cacheFolder: string): Promise<RedisProgram> {
  const complete = join(cacheFolder, `redis-debian-${process.arch}`);
  if (existsSync(complete)) return programIn(complete);
  return holdLock(join(cacheFolder, '.redis.lock'), LOCK_WAIT_S, async () => {
    if (existsSync(complete)) return programIn(complete);
    const partial = `${complete}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(join(partial, 'packages'), { recursive: true });
    try {
      await download(join(partial, 'packages'));
      await unpack(partial);
      renameSync(partial, complete);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
    return programIn(complete);
  });
}

function programIn(folder: string): RedisProgram {
  const libraries = join(folder, 'usr', 'lib');
  const triplets = readdirSync(libraries, { withFileTypes: true }).filter((entry) => entry.name.endsWith('-linux-gnu'));
  const libraryPath = [libraries, ...triplets.map((entry) => join(libraries, entry.name))].join(':');
  return { path: join(folder, 'usr', 'bin', 'redis-server'), libraryPath };
}

/** With the system's package lists, and where those are missing or too old, with fresh ones of our own. */
async function download(folder: string): Promise<void> {
  try {
    await downloadWith(ownFolders(folder), folder);
  } catch {
    const options = [...ownFolders(folder), ...ownLists(folder)];
    // One mirror of several may be out of reach; whether the lists suffice is for the download to say.
    await apt([...options, 'update'], folder).catch(() => undefined);
    await downloadWith(options, folder);
  }
}

function ownLists(folder: string): string[] {
  const state = join(folder, 'state');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  const settings = [
    `Dir::State=${state}`,
    `Dir::State::Lists=${state}/lists`,
    'Dir::State::Status=/var/lib/dpkg/status',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

/** apt's caches and its sandbox user belong to root; these settings let anybody run it, root included. */
function ownFolders(folder: string): string[] {
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  return ['-o', `Dir::Cache=${join(folder, 'cache')}`, '-o', 'APT::Sandbox::User=', '-o', 'Debug::NoLocking=1'];
}

async function downloadWith(options: string[], folder: string): Promise<void> {
  await apt([...options, 'download', ...(await neededPackages(options, folder))], folder);
}

/** What `apt-get install redis-server` would add to this system: its lines `Inst NAME ...`. */
async function neededPackages(options: string[], folder: string): Promise<string[]> {
  const simulate = ['--simulate', '--no-install-recommends', 'install', 'redis-server'];
  const plan = await apt([...options, ...simulate], folder).catch(() => '');
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
  return names.includes('redis-server') ? names : USUAL_PACKAGES;
}

async function apt(args: string[], cwd: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
  try {
    return (await run('apt-get', ['-q', ...args], { cwd, env, timeout: FETCH_WITHIN_MS, maxBuffer: 1 << 24 })).stdout;
  } catch (cause) {
    const stderr = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new Error(stderr.split('\n').slice(-2).join(' ') || String(cause), { cause });
  }
}

async function unpack(partial: string): Promise<void> {
  const packages = join(partial, 'packages');
  for (const name of readdirSync(packages).filter((entry) => entry.endsWith('.deb'))) {
    await run('dpkg', ['-x', join(packages, name), partial]);
  }
  rmSync(packages, { recursive: true, force: true });
}
