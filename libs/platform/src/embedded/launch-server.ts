import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@joulefleet/core';
import { ProbeFailure } from '../reachability/server-address';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity';
import type { ServiceAccount } from './service-account';

const READY_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 2000;
const PAUSE_MS = 30;
const MAX_LOG_BYTES = 10 << 20;

export interface Launch {
  program: string;
  args: string[];
  environment: Record<string, string>;
  folder: string;
  logPath: string;
  /** Written to the server's standard input, because any user can read a command line. */
  input?: string;
  account: ServiceAccount;
}

/**
 * Starts a server in its own session, so that it outlives this process and a Ctrl-C in the terminal does not reach it.
 */
export function launchServer(launch: Launch): ProcessIdentity {
  const { program, args, account, logPath } = launch;
  shortenLog(logPath);
  const log = openSync(logPath, 'a', 0o600);
  try {
    const child = spawn(program, args, {
      cwd: launch.folder,
      env: launch.environment,
      detached: true,
      stdio: ['pipe', log, log],
      ...(account.isOther ? { uid: account.uid, gid: account.gid } : {}),
    });
    // A failed start leaves the child without a pid and is thrown below; its event adds nothing.
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(launch.input ?? '');
    child.unref();
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (identity === undefined) throw didNotStart(program, logPath, 'it exited immediately');
    return identity;
  } finally {
    closeSync(log);
  }
}

function shortenLog(logPath: string): void {
  if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) truncateSync(logPath);
}

/**
 * Waits until the server is ready.
 * @throws Fault `service_failed`, with the end of its log, if it exits or is not ready within a minute.
 */
export async function awaitReady(
  process: ProcessIdentity,
  name: string,
  logPath: string,
  probe: (timeoutMs: number) => Promise<void>,
): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    if (!isAlive(process)) throw didNotStart(name, logPath, 'it exited');
    try {
      return await probe(PROBE_TIMEOUT_MS);
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      if (error.reason === 'rejected') throw didNotStart(name, logPath, error.message);
    }
    await sleep(PAUSE_MS);
  }
  throw didNotStart(name, logPath, `it was not ready within ${READY_TIMEOUT_MS / 1000} s`);
}

/** The last lines of a server's log. */
export function logTail(logPath: string, lines = 6): string {
  try {
    return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

function didNotStart(name: string, logPath: string, what: string): Fault {
  return new Fault(`the embedded ${name} did not start: ${what}\n${logTail(logPath)}`.trimEnd(), {
    code: 'service_failed',
    origin: 'controller',
    transient: false,
    where: logPath,
    remedy: `See ${logPath}, or set DATABASE_URL and REDIS_URL to servers of your own.`,
  });
}
