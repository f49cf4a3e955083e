import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkProgram } from './check-program';
import type { ProgramKind } from './program-kind';

const LIMIT_MS = 60_000;
const SAID_KEPT = 500;
/** Bytes of standard output that are kept. */
const OUTPUT_LIMIT = 4096;
/** The last words of a program are waited for so long: what it has started may keep the pipe open. */
const LAST_WORDS_MS = 200;
/** All that a program gets of an environment: nothing of the controller's is handed on. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export interface Program {
  kind: ProgramKind;
  /** Null: this controller has none of its kind. */
  folder: string | null;
  name: string;
  stdin: string;
  environment: Record<string, string>;
  /** The program, and what it has started, is killed after this; a minute when left out. */
  limitMs?: number;
}

/**
 * Runs an admin's program, without a shell, to its end; what it leaves running in the background is not waited for. Returns its
 * standard output, as far as `OUTPUT_LIMIT`.
 * @throws Fault of `checkProgram`, or of `kind.failed`.
 */
export async function runProgram({
  kind,
  folder,
  name,
  stdin,
  environment,
  limitMs = LIMIT_MS,
}: Program): Promise<Buffer> {
  const path = await checkProgram(kind, folder, name);
  const child = spawn(path, [], {
    cwd: dirname(path),
    env: { PATH, ...environment },
    stdio: 'pipe',
    // A process group of its own: the limit ends what it has started, too.
    detached: true,
  });
  const output: Buffer[] = [];
  let kept = 0;
  child.stdout.on('data', (data: Buffer) => {
    if (kept < OUTPUT_LIMIT) output.push(data.subarray(0, OUTPUT_LIMIT - kept));
    kept += data.length;
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said = (said + data.toString('utf8')).slice(-SAID_KEPT)));
  // A program need not read what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const limit = setTimeout(() => killGroup(child), limitMs);
  try {
    const { code, signal } = await untilExit(child, kind, name);
    await Promise.race([Promise.all([closed(child.stdout), closed(child.stderr)]), sleep(LAST_WORDS_MS)]);
    if (code === 0) return Buffer.concat(output);
    const how = signal ? `killed by ${signal}; it has ${limitMs / 1000} s` : `exit code ${code}`;
    throw kind.failed(name, said.trim() ? `${how}: ${said.trim()}` : how);
  } finally {
    clearTimeout(limit);
    child.stdin.destroy();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

async function closed(stream: NonNullable<ChildProcess['stdout']>): Promise<void> {
  if (!stream.closed) await once(stream, 'close');
}

type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** Its pipes are not waited for: a process that it has started may hold them for ever. */
function untilExit(child: ChildProcess, { failed }: ProgramKind, name: string): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(failed(name, cause.message, cause)));
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
