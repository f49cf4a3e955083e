import { spawn } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@joulefleet/core';
import { hookFailed } from './hook-failed';

const LIMIT_MS = 60_000;
const SAID_KEPT = 500;
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
}

/**
 * Runs an admin's program, without a shell, to its end.
 * @throws Fault `hook_missing`, `hook_exposed` (operator), `hook_failed` (controller).
 */
export async function runHook({ folder, name, stdin, environment }: Hook): Promise<void> {
  if (folder === null) throw missing(name, 'this controller has no folder of hooks');
  const path = join(folder, name);
  await refuseExposed(folder);
  await refuseExposed(path);
  const child = spawn(path, [], {
    cwd: folder,
    env: { PATH, ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString('utf8')).slice(-SAID_KEPT)));
  // A hook need not read what it is told.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  await new Promise<void>((resolve, reject) => {
    child.on('error', (cause) => reject(hookFailed(name, cause.message, cause)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const how = signal ? `killed by ${signal}; it has ${LIMIT_MS / 1000} s` : `exit code ${code}`;
      reject(hookFailed(name, said.trim() ? `${how}: ${said.trim()}` : how));
    });
  });
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
  return new Fault(`the hook ${path} is not run: ${why}`, {
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
