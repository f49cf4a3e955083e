import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@joulefleet/core';
import type { Twin } from '../../apps/twin/src';
import type { ControllerProcess } from './controller-process';

/** What happens to a device in mid-shard. */
export type Interruption = 'executor' | 'controller' | 'ssh-server' | 'reboot';
export const OF_ONE_DEVICE = ['executor', 'ssh-server', 'reboot'] as const satisfies readonly Interruption[];

/** Longest time for which the controller or the SSH server stays away. */
const LONGEST_ABSENCE_MS = 2_000;

/** SIGKILL for the executor of a twin alone: whoever serves the connection lives on. False: none was there. */
export function killExecutor(twin: Twin): boolean {
  const noted = readJson<{ pid: number }>(join(twin.home, '.joulefleet', 'state', 'executor.json'));
  if (!noted || !isOf(twin, noted.pid)) return false;
  try {
    process.kill(noted.pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** The SSH server goes away with all its connections, and with what ran in their sessions' foreground; it comes back. */
export async function restartSshServer(twin: Twin, random: Random): Promise<void> {
  await twin.stopSsh();
  await sleep(random() * LONGEST_ABSENCE_MS);
  await twin.startSsh();
}

export async function restartController(controller: ControllerProcess, random: Random): Promise<void> {
  await controller.kill();
  await sleep(random() * LONGEST_ABSENCE_MS);
  await controller.start();
}

/** Processes of a twin carry its root in their environment; a number may have gone to somebody else since. */
function isOf(twin: Twin, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`JOULEFLEET_ROOT=${twin.root}`);
  } catch {
    return false;
  }
}

function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
