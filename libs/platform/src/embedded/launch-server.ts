import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '@joulefleet/core';
import { ProbeFailure } from '../reachability/server-address';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity';
import type { ServiceAccount } from './service-account';

const READY_WITHIN_MS = 60_000;
const PROBE_TIMEOUT_MS = 2000;
const PAUSE_MS = 30;
const LARGEST_LOG_BYTES = 10 << 20;

export interface Launch {
  program: string;
  args: string[];
  environment: Record<string, string>;
  folder: string;
  logPath: string;
  /** Given to the server's standard input, where nobody else can read it (a command line is public). */
  input?: string;
  account: ServiceAccount;
}

/** Starts a server in a session of its own: it outlives us, and a Ctrl-C at our terminal does not reach it. */
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
    // A failure to start has no process number and is thrown below; its event has nothing to add.
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(launch.input ?? '');
    child.unref();
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (identity === undefined) throw didNotStart(program, logPath, 'it ended at once');
    return identity;
  } finally {
    closeSync(log);
  }
}

function shortenLog(logPath: string): void {
  if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) truncateSync(logPath);
}

/**
 * Waits until the server answers its probe.
 * @throws Fault `service_failed`, with the end of its log, when it ends before that or takes over a minute.
 */
export async function awaitReady(
  process: ProcessIdentity,
  name: string,
  logPath: string,
  probe: (timeoutMs: number) => Promise<void>,
): Promise<void> {
  const deadlineMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadlineMs) {
    if (!isAlive(process)) throw didNotStart(name, logPath, 'it ended');
    try {
      return await probe(PROBE_TIMEOUT_MS);
    } catch (error) {
      if (!(error instanceof ProbeFailure)) throw error;
      if (error.reason === 'rejected') throw didNotStart(name, logPath, error.message);
    }
    await sleep(PAUSE_MS);
  }
  throw didNotStart(name, logPath, `it did not answer within ${READY_WITHIN_MS / 1000} s`);
}

/** Last lines of a server's log. */
export function logTail(logPath: string, lines = 6): string {
  try {
    return readFileSync(logPath, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

function didNotStart(name: string, logPath: string, what: string): Fault {
  return new Fault(`The embedded ${name} did not start: ${what}\n${logTail(logPath)}`.trimEnd(), {
    code: 'service_failed',
    origin: 'controller',
    transient: false,
    where: logPath,
    remedy: `Read ${logPath}; or set DATABASE_URL and REDIS_URL to servers of your own.`,
  });
}
