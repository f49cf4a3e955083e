import { readFileSync } from 'node:fs';

/** Entry points whose processes the command line may signal, as they stand in a command line. */
export const CONTROLLER_SCRIPT = 'apps/controller/src/main.js';
export const TWIN_SCRIPT = 'apps/twin/src/main.js';

/**
 * Whether a living process executes a script of ours. A pid from a file may long belong to someone else's process, which
 * must never get a signal; so the kernel is asked (Linux, /proc).
 */
export function isProcessOf(pid: number, script: string): boolean {
  try {
    const parts = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return parts.some((part) => part === script || part.endsWith(`/${script}`));
  } catch {
    return false;
  }
}
