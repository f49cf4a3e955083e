import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_WAIT_S = 600;

/** One setup at a time: the kernel drops the lock with the process, so that it cannot go stale. */
export async function holdLock(root, work) {
  const folder = join(root, 'dist');
  mkdirSync(folder, { recursive: true });
  const descriptor = openSync(join(folder, '.setup.lock'), 'a');
  try {
    const stdio = ['ignore', 'ignore', 'inherit', descriptor];
    const { status, error } = spawnSync('flock', ['-w', String(LOCK_WAIT_S), '3'], { stdio });
    if (error) throw new Error(`flock (package util-linux) is needed: ${error.message}`);
    if (status !== 0) throw new Error(`another setup has held ${folder}/.setup.lock for ${LOCK_WAIT_S} s`);
    return await work();
  } finally {
    closeSync(descriptor);
  }
}
