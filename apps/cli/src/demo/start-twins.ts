import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../cli-failure';
import type { Environment } from '../environment';
import { TWIN_SCRIPT, isProcessOf } from '../processes/process-identity';
import { readLogTail, sizeOfLog } from '../processes/read-log-tail';
import { startDetached } from '../processes/start-detached';
import { stopProcess } from '../processes/stop-process';
import type { StopOutcome } from '../processes/stop-process';
import { DEMO_FOLDER, readTwinsState } from './twins-state';
import type { TwinsState } from './twins-state';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 100;
const LOG_LINES = 25;

export interface TwinsStart {
  outcome: 'started' | 'already-running';
  state: TwinsState;
}

export interface TwinsPlan {
  /** One twin for each. */
  deviceClasses: readonly string[];
  timeScale: number;
  seed: number;
  /** Light ones, for `joulefleet paper` and `nightly demo`, with a folder of their own. */
  light?: LightPlan;
  /** Those of `demo --search`, with a folder of their own. */
  forSearch?: boolean;
}

export interface LightPlan {
  /** What their names begin with. */
  prefix: string;
  /** File of what is different about them, read at the start of each shard. */
  inject?: string;
}

/** Where light twins live in a home. */
export const LIGHT_FOLDER = 'paper';
/** Where those of `demo --search` live, and what their names begin with. */
export const SEARCH_FOLDER = 'search';
const SEARCH_PREFIX = 'search-';
const FOLDERS = [DEMO_FOLDER, LIGHT_FOLDER, SEARCH_FOLDER];

/** Starts the twins again that this home had, as they were: homes, host keys and, where free, ports. */
export async function restartTwins(environment: Environment, before: TwinsState): Promise<TwinsStart> {
  const deviceClasses = before.twins.map(({ deviceClass }) => deviceClass);
  return startTwins(environment, { deviceClasses, timeScale: before.timeScale, seed: before.seed });
}

/**
 * Makes sure that the twins of this home run. Twins that run already keep their time scale and their seed.
 * @throws CliFailure `twins_start_failed` (bug) with their log's last lines.
 */
export async function startTwins(environment: Environment, plan: TwinsPlan): Promise<TwinsStart> {
  const folder = folderOf(plan);
  const before = readTwinsState(environment.home, folder);
  if (before?.pid && isProcessOf(before.pid, TWIN_SCRIPT)) return { outcome: 'already-running', state: before };
  const logFile = join(environment.home, 'logs', 'twins.log');
  const logStart = sizeOfLog(logFile);
  const args = ['--dir', join(environment.home, folder), ...argumentsOf(plan)];
  const child = startDetached(environment, TWIN_SCRIPT, args, logFile);
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const state = readTwinsState(environment.home, folder);
    if (state && state.pid === child.pid) return { outcome: 'started', state };
    const ended = child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    if (ended || performance.now() > deadlineMs) throw twinsFailed(ended, logFile, logStart);
    await sleep(POLL_MS);
  }
}

function folderOf({ light, forSearch }: TwinsPlan): string {
  if (light) return LIGHT_FOLDER;
  return forSearch ? SEARCH_FOLDER : DEMO_FOLDER;
}

function argumentsOf({ deviceClasses, timeScale, seed, light, forSearch }: TwinsPlan): string[] {
  const devices = deviceClasses.flatMap((deviceClass) => ['--device', deviceClass]);
  const own = forSearch ? ['--prefix', SEARCH_PREFIX] : [];
  const ofLight = light
    ? ['--light', '--prefix', light.prefix, ...(light.inject ? ['--inject', light.inject] : [])]
    : [];
  return [...devices, '--time-scale', String(timeScale), '--seed', String(seed), ...own, ...ofLight];
}

/** Ends the twins of this home, light ones as well. */
export async function stopTwins(environment: Environment): Promise<StopOutcome> {
  let outcome: StopOutcome = 'not-running';
  for (const folder of FOLDERS) {
    const pid = readTwinsState(environment.home, folder)?.pid;
    const stopped = pid ? await stopProcess(pid, TWIN_SCRIPT, STOP_TIMEOUT_MS) : 'not-running';
    if (stopped !== 'not-running') outcome = stopped;
  }
  return outcome;
}

function twinsFailed(ended: boolean, logFile: string, logStart: number): Error {
  const tail = readLogTail(logFile, LOG_LINES, logStart).map((line) => `\n    ${line}`);
  return failure({
    code: 'twins_start_failed',
    title: 'The twins did not start',
    detail: `${ended ? 'their process ended' : `not ready after ${START_TIMEOUT_MS / 1000} s`}${tail.join('')}`,
    where: logFile,
    origin: 'bug',
    transient: false,
    remedy: 'The last lines of their log, above, say why.',
  });
}
