import { readdirSync, readFileSync } from 'node:fs';
import { ROOT_VARIABLE } from './board-environment';

/** Process ids of everything that runs on the twin with this root, detached or not: they carry its root in their environment. */
export function boardProcesses(root: string): number[] {
  return find(root, new Set());
}

/** One that is just becoming another program shows no environment, and is found at the next look. */
const LOOKS = 3;

/** Ends them all at once, as a loss of power does. */
export function killBoardProcesses(root: string): void {
  const foreign = new Set<string>();
  for (let look = 0; look < LOOKS; look++) find(root, foreign).forEach(kill);
}

/** `foreign`: those that showed another environment are not asked again. */
function find(root: string, foreign: Set<string>): number[] {
  const mark = `${ROOT_VARIABLE}=${root}`;
  const found: number[] = [];
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && !foreign.has(entry))) {
    const environment = environmentOf(pid);
    if (environment.split('\0').includes(mark)) found.push(Number(pid));
    else if (environment !== '') foreign.add(pid);
  }
  return found.filter((pid) => pid !== process.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
