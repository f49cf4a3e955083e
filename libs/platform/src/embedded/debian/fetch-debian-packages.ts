import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { holdLock } from '../hold-lock';
import { downloadPackages, type WantedPackages } from './download-packages';

const run = promisify(execFile);
const LOCK_WAIT_S = 240;

/**
 * Downloads Debian packages with their missing dependencies, unpacks them into the cache folder and returns the path.
 * Needs no root and installs nothing: apt checks signatures and hashes, `dpkg -x` only unpacks, and set-user-id bits
 * are removed. A complete copy is reused.
 * @throws Error with apt's message.
 */
export async function fetchDebianPackages(cacheFolder: string, name: string, wanted: WantedPackages): Promise<string> {
  const complete = join(cacheFolder, `${name}-debian-${process.arch}`);
  if (existsSync(complete)) return complete;
  return holdLock(join(cacheFolder, `.${name}.lock`), LOCK_WAIT_S, async () => {
    if (existsSync(complete)) return complete;
    const partial = `${complete}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(join(partial, 'packages'), { recursive: true });
    try {
      await downloadPackages(join(partial, 'packages'), wanted);
      await unpack(partial);
      renameSync(partial, complete);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
    return complete;
  });
}

/** Library folders of an unpacked tree, separated by colons as in LD_LIBRARY_PATH. */
export function libraryPathIn(folder: string): string {
  const libraries = join(folder, 'usr', 'lib');
  const triplets = readdirSync(libraries, { withFileTypes: true }).filter((entry) => entry.name.endsWith('-linux-gnu'));
  return [libraries, ...triplets.map((entry) => join(libraries, entry.name))].join(':');
}

async function unpack(partial: string): Promise<void> {
  const packages = join(partial, 'packages');
  for (const name of readdirSync(packages).filter((entry) => entry.endsWith('.deb'))) {
    await run('dpkg', ['-x', join(packages, name), partial]);
  }
  rmSync(packages, { recursive: true, force: true });
  await run('chmod', ['-R', 'ug-s', partial]);
}
