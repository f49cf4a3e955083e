import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { failure } from '../cli-failure';
import type { Environment } from '../environment';

/** Starts a compiled application that outlives this process; what it prints is appended to the log file. */
export function startDetached(
  environment: Environment,
  script: string,
  args: readonly string[],
  logFile: string,
  nodeOptions: readonly string[] = [],
): ChildProcess {
  requireCompiled(`${environment.distFolder}/${script}`);
  mkdirSync(dirname(logFile), { recursive: true, mode: 0o700 });
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(process.execPath, [...nodeOptions, `${environment.distFolder}/${script}`, ...args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: environment.childEnvironment,
      cwd: environment.rootFolder,
    });
    // A failed start is seen by the child's missing pid; without a listener it would end this process.
    child.on('error', () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** @throws CliFailure `not_compiled` (operator) when an application was not built. */
export function requireCompiled(path: string): void {
  if (existsSync(path)) return;
  throw failure({
    code: 'not_compiled',
    title: 'Joulefleet is not compiled',
    detail: 'a part of the program is missing',
    where: path,
    origin: 'operator',
    transient: false,
    remedy: 'Run `npm run setup` in the folder of Joulefleet.',
  });
}
