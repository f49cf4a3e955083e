import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROLLER_NODE_OPTIONS, type ControllerState } from '@joulefleet/contracts';
import { failure } from '../cli-failure';
import type { CliFailure } from '../cli-failure';
import type { Environment } from '../environment';
import { lookAtController } from './look-at-controller';
import type { ControllerLook } from './look-at-controller';
import { CONTROLLER_SCRIPT } from './process-identity';
import { readFault } from './read-fault';
import { readLogLines, readLogTail, sizeOfLog } from './read-log-tail';
import { runControllerTask } from './run-controller-task';
import { startDetached } from './start-detached';

const POLL_MS = 200;
const LOG_LINES = 25;
const START_TIMEOUT_MS = 120_000;
/** Servers that crashed are up again within seconds; a large database may have a log to read through. */
const RECOVERY_TIMEOUT_MS = 60_000;

export interface ControllerStart {
  /** `recovered`: it ran already, and its PostgreSQL or Redis had to be started again. */
  outcome: 'started' | 'already-running' | 'recovered';
  state: ControllerState;
  logFile: string;
}

/**
 * Makes sure that one controller of this home runs and is healthy. `say` gets what is being waited for.
 * @throws CliFailure the fault that the controller ended with, or `controller_start_failed` (controller) with the last
 * lines of its log; `controller_not_ready` (controller) when it runs and something is missing for too long.
 */
export async function startController(environment: Environment, say: (text: string) => void): Promise<ControllerStart> {
  const logFile = join(environment.home, 'logs', 'controller.log');
  const look = await lookAtController(environment);
  if (!look.running) return launchController(environment, logFile, say);
  if (look.missing === null) return { outcome: 'already-running', state: look.running, logFile };
  say(look.missing);
  return recoverController(environment, logFile, say);
}

/**
 * A second controller of a home ends with exit code 0 and leaves the field to the first. That one is adopted as soon as it
 * is healthy; should it end instead, the next launch takes its place.
 */
async function launchController(
  environment: Environment,
  logFile: string,
  say: (text: string) => void,
): Promise<ControllerStart> {
  const logStart = sizeOfLog(logFile);
  const launch = (): ChildProcess =>
    startDetached(environment, CONTROLLER_SCRIPT, ['--all'], logFile, CONTROLLER_NODE_OPTIONS);
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  for (let child = launch(); ;) {
    const { running, missing } = await lookAtController(environment);
    if (running && missing === null) {
      return { outcome: running.pid === child.pid ? 'started' : 'already-running', state: running, logFile };
    }
    say(missing ?? '');
    if (!running && hasEnded(child)) {
      if (child.exitCode !== 0) throw startFailed(`it ended with ${howEnded(child)}`, logFile, logStart);
      child = launch();
    }
    if (performance.now() > deadlineMs) {
      throw running
        ? notReady(running, missing, START_TIMEOUT_MS, logFile)
        : startFailed(`not ready after ${START_TIMEOUT_MS / 1000} s`, logFile, logStart);
    }
    await sleep(POLL_MS);
  }
}

/** Has crashed embedded servers started again on their old ports, and waits until the controller has found them. */
async function recoverController(
  environment: Environment,
  logFile: string,
  say: (text: string) => void,
): Promise<ControllerStart> {
  await runControllerTask(environment, '--ensure-services', {
    code: 'services_not_started',
    title: 'PostgreSQL or Redis did not start again',
    remedy: 'Run `joulefleet down`, then `joulefleet up`.',
  });
  const deadlineMs = performance.now() + RECOVERY_TIMEOUT_MS;
  for (;;) {
    const { running, missing } = await lookAtController(environment);
    if (!running) return launchController(environment, logFile, say);
    if (missing === null) return { outcome: 'recovered', state: running, logFile };
    say(missing);
    if (performance.now() > deadlineMs) throw notReady(running, missing, RECOVERY_TIMEOUT_MS, logFile);
    await sleep(POLL_MS);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function howEnded(child: ChildProcess): string {
  return child.signalCode ? `signal ${child.signalCode}` : `exit code ${String(child.exitCode)}`;
}

function startFailed(detail: string, logFile: string, logStart: number): CliFailure {
  const title = 'The controller did not start';
  const fault = readFault(readLogLines(logFile, logStart));
  if (fault) return failure({ title, where: logFile, ...fault });
  const tail = readLogTail(logFile, LOG_LINES, logStart);
  const shown = tail.length > 0 ? `\n    ${tail.join('\n    ')}` : '';
  return failure({
    code: 'controller_start_failed',
    title,
    detail: `${detail}${shown}`,
    where: logFile,
    origin: 'controller',
    transient: false,
    remedy: 'The last lines of its log, above, say why.',
  });
}

function notReady(
  running: ControllerState,
  missing: ControllerLook['missing'],
  timeoutMs: number,
  logFile: string,
): CliFailure {
  return failure({
    code: 'controller_not_ready',
    title: 'The controller runs, but is not ready',
    detail: `after ${timeoutMs / 1000} s it still waits for ${missing ?? 'nothing'}`,
    where: running.url,
    origin: 'controller',
    transient: true,
    remedy: `Its log is ${logFile}. \`joulefleet down\`, then \`joulefleet up\`, starts everything anew.`,
  });
}
