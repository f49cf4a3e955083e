import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../cli-failure';
import { isProcessOf } from './process-identity';

const POLL_MS = 100;
/** The kernel ends a killed process at once, unless a disk holds it. */
const KILL_TIMEOUT_MS = 5_000;

export type StopOutcome = 'stopped' | 'killed' | 'not-running';

/**
 * Ends a process of ours: SIGTERM, and SIGKILL when it has not ended in time. `not-running` when the pid is not (or no
 * longer) ours. @throws CliFailure `still_running` (controller) when even that does not end it.
 */
export async function stopProcess(pid: number, script: string, timeoutMs: number): Promise<StopOutcome> {
  if (!isProcessOf(pid, script)) return 'not-running';
  if (await endsAfter('SIGTERM', pid, script, timeoutMs)) return 'stopped';
  if (await endsAfter('SIGKILL', pid, script, KILL_TIMEOUT_MS)) return 'killed';
  throw failure({
    code: 'still_running',
    title: 'A process did not end',
    detail: `process ${pid} (${script}) still runs after SIGTERM and SIGKILL`,
    origin: 'controller',
    transient: true,
    remedy: `Look at its state with \`ps ${pid}\`: it may wait for a disk.`,
  });
}

async function endsAfter(signal: NodeJS.Signals, pid: number, script: string, timeoutMs: number): Promise<boolean> {
  signalUnlessGone(pid, signal);
  const deadlineMs = performance.now() + timeoutMs;
  while (isProcessOf(pid, script)) {
    if (performance.now() > deadlineMs) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function signalUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
