import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FETCH_TIMEOUT_MS = 180_000;

export interface WantedPackages {
  packages: readonly string[];
  /** Their dependencies on Debian 12, used when apt cannot resolve them. */
  fallbackDependencies: readonly string[];
}

/**
 * Downloads `.deb` files into a folder, using the system's package lists or, if those are missing or outdated, freshly
 * downloaded ones.
 * @throws Error with apt's message.
 */
export async function downloadPackages(folder: string, wanted: WantedPackages): Promise<void> {
  try {
    await downloadWith(ownFolders(folder), folder, wanted);
  } catch {
    const options = [...ownFolders(folder), ...ownLists(folder)];
    // `update` fails when one of several mirrors is unreachable; the lists may suffice all the same.
    await apt([...options, 'update'], folder).catch(() => undefined);
    await downloadWith(options, folder, wanted);
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

/** apt's caches and sandbox user belong to root; these settings allow any user to run it, including root. */
function ownFolders(folder: string): string[] {
  mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
  return ['-o', `Dir::Cache=${join(folder, 'cache')}`, '-o', 'APT::Sandbox::User=', '-o', 'Debug::NoLocking=1'];
}

async function downloadWith(options: string[], folder: string, wanted: WantedPackages): Promise<void> {
  const names = new Set([...wanted.packages, ...(await neededPackages(options, folder, wanted))]);
  await apt([...options, 'download', ...names], folder);
}

/** Packages that `apt-get install` would add to this system, from its output lines `Inst NAME ...`. */
async function neededPackages(options: string[], folder: string, wanted: WantedPackages): Promise<readonly string[]> {
  const simulate = ['--simulate', '--no-install-recommends', 'install', ...wanted.packages];
  const plan = await apt([...options, ...simulate], folder).catch(() => null);
  return plan === null
    ? wanted.fallbackDependencies
    : [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
}

async function apt(args: string[], cwd: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' };
  try {
    return (await run('apt-get', ['-q', ...args], { cwd, env, timeout: FETCH_TIMEOUT_MS, maxBuffer: 1 << 24 })).stdout;
  } catch (cause) {
    const stderr = typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new Error(stderr.split('\n').slice(-2).join(' ') || String(cause), { cause });
  }
}
