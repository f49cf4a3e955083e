import { setTimeout as sleep } from 'node:timers/promises';
import { failure } from '../cli-failure';
import { isProcessOf } from './process-identity';

const POLL_MS = 100;

/**
 * Ends a process of ours with SIGTERM and waits for its exit. Returns false when the pid is not (or no longer) ours.
 * @throws CliFailure `still_running` (controller) when it has not ended in time; it is not killed, it may be saving data.
 */
export async function stopProcess(pid: number, script: string, timeoutMs: number): Promise<boolean> {
  if (!isProcessOf(pid, script)) return false;
  signalUnlessGone(pid);
  const deadlineMs = Date.now() + timeoutMs;
  while (isProcessOf(pid, script)) {
    if (Date.now() > deadlineMs) throw stillRunning(pid, script, timeoutMs);
    await sleep(POLL_MS);
  }
  return true;
}

function signalUnlessGone(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function stillRunning(pid: number, script: string, timeoutMs: number): Error {
  return failure({
    code: 'still_running',
    title: 'A process did not end',
    detail: `process ${pid} (${script}) was asked to end and still runs after ${timeoutMs / 1000} s`,
    origin: 'controller',
    transient: true,
    remedy: `Look at its log; \`kill -9 ${pid}\` ends it without saving.`,
  });
}
