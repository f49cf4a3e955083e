import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '@joulefleet/core';

/**
 * Does `work` while this process alone holds the lock file. The lock is the kernel's (`flock` on a descriptor that the
 * child shares with us), so it ends with the process however that dies: there is no stale lock to recover from.
 * @throws Fault `lock_busy` when another process held it all of `waitS` seconds; `flock_missing`.
 */
export async function holdLock<T>(path: string, waitS: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a');
  try {
    await acquire(file, path, waitS);
    return await work();
  } finally {
    await file.close();
  }
}

async function acquire(file: FileHandle, path: string, waitS: number): Promise<void> {
  const child = spawn('flock', ['-w', String(waitS), '3'], { stdio: ['ignore', 'ignore', 'ignore', file.fd] });
  const [code] = (await once(child, 'exit').catch((cause: unknown) => {
    throw new Fault('The program `flock` cannot be started', {
      code: 'flock_missing',
      origin: 'operator',
      transient: false,
      remedy: 'Install the package util-linux.',
      cause,
    });
  })) as [number | null];
  if (code === 0) return;
  throw new Fault(`Another process has been starting or stopping the services for ${waitS} s`, {
    code: 'lock_busy',
    origin: 'operator',
    transient: true,
    where: path,
    remedy: `Find it with \`fuser ${path}\` and end it if it hangs.`,
  });
}
