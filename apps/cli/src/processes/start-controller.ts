import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControllerState } from '@joulefleet/contracts';
import { failure, problemOf } from '../cli-failure';
import { ControllerClient } from '../client/controller-client';
import { readControllerState } from '../client/locate-controller';
import type { Environment } from '../environment';
import { CONTROLLER_SCRIPT, isProcessOf } from './process-identity';
import { readLogTail, sizeOfLog } from './read-log-tail';
import { startDetached } from './start-detached';

const POLL_MS = 200;
const LOG_LINES = 25;

export interface ControllerStart {
  outcome: 'started' | 'already-running';
  state: ControllerState;
  logFile: string;
}

/**
 * Makes sure that a controller of this home runs and is healthy. `say` gets what is being waited for.
 * @throws CliFailure `controller_start_failed` (controller) with the log's last lines.
 */
export async function startController(
  environment: Environment,
  timeoutMs: number,
  say: (waitingFor: string) => void,
): Promise<ControllerStart> {
  const logFile = join(environment.home, 'logs', 'controller.log');
  const logStart = sizeOfLog(logFile);
  const before = readControllerState(environment.home);
  const child = before && isProcessOf(before.pid, CONTROLLER_SCRIPT) ? null : launch(environment, logFile);
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const { state, waitingFor } = await lookAtController(environment);
    if (state) return { outcome: child ? 'started' : 'already-running', state, logFile };
    say(waitingFor);
    if (child && hasEnded(child)) throw startFailed(`it ended with ${howEnded(child)}`, logFile, logStart);
    if (Date.now() > deadlineMs)
      throw startFailed(`not ready after ${timeoutMs / 1000} s: ${waitingFor}`, logFile, logStart);
    await sleep(POLL_MS);
  }
}

function launch(environment: Environment, logFile: string): ChildProcess {
  return startDetached(environment, CONTROLLER_SCRIPT, ['--all'], logFile);
}

/** The state of a controller that lives and is healthy; else what is missing. */
async function lookAtController(
  environment: Environment,
): Promise<{ state: ControllerState; waitingFor: '' } | { state: null; waitingFor: string }> {
  const state = readControllerState(environment.home);
  if (!state || !isProcessOf(state.pid, CONTROLLER_SCRIPT)) return { state: null, waitingFor: 'the process to be up' };
  try {
    const health = await new ControllerClient({ url: state.url, token: null, startCommand: '' }).health();
    if (health.ok) return { state, waitingFor: '' };
    const parts = [!health.postgres.ok && 'PostgreSQL', !health.redis.ok && 'Redis'].filter(Boolean);
    return { state: null, waitingFor: `${parts.join(' and ') || 'the controller'} to be ready` };
  } catch (error) {
    return { state: null, waitingFor: `an answer (${problemOf(error).detail})` };
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function howEnded(child: ChildProcess): string {
  return child.signalCode ? `signal ${child.signalCode}` : `exit code ${String(child.exitCode)}`;
}

function startFailed(detail: string, logFile: string, logStart: number): Error {
  const tail = readLogTail(logFile, LOG_LINES, logStart);
  const shown = tail.length > 0 ? `\n    ${tail.join('\n    ')}` : '';
  return failure({
    code: 'controller_start_failed',
    title: 'The controller did not start',
    detail: `${detail}${shown}`,
    where: logFile,
    origin: 'controller',
    transient: false,
    remedy: 'The last lines of its log, above, say why.',
  });
}
