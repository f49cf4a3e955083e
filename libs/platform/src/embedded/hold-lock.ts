import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@joulefleet/core';

/** Whoever may open the file may hold the lock. */
const OWNER_ONLY = 0o600;

/**
 * Runs `work` while this process holds the lock file exclusively. The kernel releases the lock (`flock` on a descriptor
 * shared with the child) however the process dies, so there are no stale locks.
 * @throws Fault `lock_busy` when another process held the lock for `waitS` seconds; `flock_missing`.
 */
export async function holdLock<T>(path: string, waitS: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', OWNER_ONLY);
  try {
    await file.chmod(OWNER_ONLY);
    await acquire(file, path, waitS);
    return await work();
  } finally {
    await file.close();
  }
}

async function acquire(file: FileHandle, path: string, waitS: number): Promise<void> {
  const child = spawn('flock', ['-w', String(waitS), '3'], { stdio: ['ignore', 'ignore', 'ignore', file.fd] });
  const [code] = (await once(child, 'exit').catch((cause: unknown) => {
    throw new Fault('cannot run the program `flock`', {
      code: 'flock_missing',
      origin: 'operator',
      transient: false,
      remedy: 'Install the package util-linux.',
      cause,
    });
  })) as [number | null];
  if (code === 0) return;
  throw new Fault(`another process has held the lock ${path} for ${waitS} s`, {
    code: 'lock_busy',
    origin: 'operator',
    transient: true,
    where: path,
    remedy: `Find the process with \`fuser ${path}\` and stop it if it hangs.`,
  });
}
