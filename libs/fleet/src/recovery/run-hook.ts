import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@joulefleet/core';
import { hookFailed } from './hook-failed';

const LIMIT_MS = 60_000;
const SAID_KEPT = 500;
/** The last words of a hook that failed are waited for so long: what it has started may keep the pipe open. */
const LAST_WORDS_MS = 200;
/** All that a hook gets of an environment: nothing of the controller's is handed on. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const OTHERS_MAY_WRITE = 0o022;
const OWNER_MAY_EXECUTE = 0o100;

export interface Hook {
  /** Null: this controller has no hooks. */
  folder: string | null;
  name: string;
  stdin: string;
  environment: Record<string, string>;
  /** The hook, and what it has started, is killed after this; a minute when left out. */
  limitMs?: number;
}

/**
 * Runs an admin's program, without a shell, to its end; what it leaves running in the background is not waited for.
 * @throws Fault `hook_missing`, `hook_exposed` (operator), `hook_failed` (controller).
 */
export async function runHook({ folder, name, stdin, environment, limitMs = LIMIT_MS }: Hook): Promise<void> {
  if (folder === null) throw missing(name, 'this controller has no folder of hooks');
  const path = join(folder, name);
  await refuseExposed(folder);
  await refuseExposed(path);
  const child = spawn(path, [], {
    cwd: folder,
    env: { PATH, ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A process group of its own: the limit ends what it has started, too.
    detached: true,
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString('utf8')).slice(-SAID_KEPT)));
  // A hook need not read what it is told.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const limit = setTimeout(() => killGroup(child), limitMs);
  try {
    const { code, signal } = await untilExit(child, name);
    if (code === 0) return;
    if (!child.stderr.closed) await Promise.race([once(child.stderr, 'close'), sleep(LAST_WORDS_MS)]);
    const how = signal ? `killed by ${signal}; it has ${limitMs / 1000} s` : `exit code ${code}`;
    throw hookFailed(name, said.trim() ? `${how}: ${said.trim()}` : how);
  } finally {
    clearTimeout(limit);
    child.stdin.destroy();
    child.stderr.destroy();
  }
}

type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** Its pipes are not waited for: a process that it has started may hold them for ever. */
function untilExit(child: ChildProcess, name: string): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(hookFailed(name, cause.message, cause)));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended this very moment.
  }
}

/** What others may write would let them run what they like as the controller. */
async function refuseExposed(path: string): Promise<void> {
  const found = await lstat(path).catch((cause: NodeJS.ErrnoException) => {
    throw missing(path, cause.code ?? cause.message);
  });
  if (!found.isFile() && !found.isDirectory()) throw exposed(path, 'it is a link or no file');
  if ((found.mode & OTHERS_MAY_WRITE) !== 0) throw exposed(path, 'others than its owner may write it');
  if (found.uid !== 0 && found.uid !== process.getuid?.()) throw exposed(path, "it is another user's");
  if ((found.mode & OWNER_MAY_EXECUTE) === 0) throw exposed(path, 'it is not executable');
}

function exposed(path: string, why: string): Fault {
  return new Fault(`the hook ${path} was not run: ${why}`, {
    code: 'hook_exposed',
    origin: 'operator',
    transient: false,
    where: path,
    remedy: `chmod 0700 ${path}, owned by the controller's user or root`,
  });
}

function missing(path: string, why: string): Fault {
  return new Fault(`there is no hook ${path}: ${why}`, {
    code: 'hook_missing',
    origin: 'operator',
    transient: false,
    where: path,
    remedy: "Put the program into the folder hooks of the controller's home.",
  });
}
