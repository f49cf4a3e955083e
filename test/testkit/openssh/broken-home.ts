import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenSshBoard } from './openssh-board';

/**
 * The login user's disk is full from now on: a file system of 16 KiB is mounted on the home in a namespace of each session's
 * own, or, where that is not allowed, the agent's upload goes to /dev/full.
 */
export function fillDisk(board: OpenSshBoard, uploadPath: string): void {
  if (mayMount()) return board.useShellAfter(...mountHome('size=16k'));
  mkdirSync(join(board.home, '.joulefleet'), { recursive: true });
  symlinkSync('/dev/full', join(board.home, uploadPath));
}

/** The login user's home is on a read-only file system: one of our own, or, where we may not mount, one that is there. */
export function makeHomeReadOnly(board: OpenSshBoard): void {
  if (mayMount()) return board.useShellAfter(...mountHome('ro'));
  const mount = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, folder, , options]) => options?.split(',').includes('ro') && statSync(folder!).isDirectory());
  if (mount === undefined)
    throw new Error('this test needs `unshare -rm`, or any file system that is mounted read-only');
  board.useShell(undefined, mount[1]);
}

/** Lines of a login shell: it becomes another one, that sees a new tmpfs as its home. */
function mountHome(options: string): string[] {
  const mounted = `mount -t tmpfs -o ${options} none "$HOME" && cd "$HOME" && exec /bin/bash "$@"`;
  return [`exec unshare -rm /bin/bash -c '${mounted}' bash "$@"`];
}

function mayMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/tmp']).status === 0;
}
