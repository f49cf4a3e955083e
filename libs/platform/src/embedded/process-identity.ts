import { readFileSync } from 'node:fs';

/** Identifies a process even if its pid is reused. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot, field 22 of /proc/PID/stat. */
  startTicks: number;
}

/** The process that has this pid now; undefined if there is none or only an unreaped zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses, which may itself contain spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : { pid, startTicks: Number(fields[19]) };
}

/** Whether exactly the recorded process is alive. */
export function isAlive(recorded: ProcessIdentity): boolean {
  return identifyProcess(recorded.pid)?.startTicks === recorded.startTicks;
}

/** Command line of a process; empty if the process does not exist. */
export function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}
