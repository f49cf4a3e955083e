import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkHook } from './check-hook';
import { hookFailed } from './hook-failed';

const LIMIT_MS = 60_000;
const SAID_KEPT = 500;
/** The last words of a hook that failed are waited for so long: what it has started may keep the pipe open. */
const LAST_WORDS_MS = 200;
/** All that a hook gets of an environment: nothing of the controller's is handed on. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

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
  const path = await checkHook(folder, name);
  const child = spawn(path, [], {
    cwd: dirname(path),
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
