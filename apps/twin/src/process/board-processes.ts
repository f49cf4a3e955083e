import { readdirSync, readFileSync } from 'node:fs';
import { ROOT_VARIABLE } from './board-environment';

/** Process ids of everything that runs on the twin with this root, detached or not: they carry its root in their environment. */
export function boardProcesses(root: string): number[] {
  const mark = `${ROOT_VARIABLE}=${root}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => environmentOf(pid).includes(mark))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

/** One that is just becoming another program shows no environment, and is found at the next look. */
const LOOKS = 3;

/** Ends them all at once, as a loss of power does. */
export function killBoardProcesses(root: string): void {
  for (let look = 0; look < LOOKS; look++) boardProcesses(root).forEach(kill);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}
