import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@joulefleet/core';
import type { Twin } from '../../apps/twin/src';
import type { ControllerProcess } from './controller-process';

/** Interrupts a device during a shard. */
export type Interruption = 'executor' | 'controller' | 'ssh-server' | 'reboot';
export const OF_ONE_DEVICE = ['executor', 'ssh-server', 'reboot'] as const satisfies readonly Interruption[];

/** Maximum downtime of the controller or the SSH server. */
const MAX_DOWNTIME_MS = 2_000;

/** Kills only the executor of a twin; the process that serves the connection survives. False if there was none. */
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

/** Stops the SSH server with all its connections and their foreground processes, and restarts it. */
export async function restartSshServer(twin: Twin, random: Random): Promise<void> {
  await twin.stopSsh();
  await sleep(random() * MAX_DOWNTIME_MS);
  await twin.startSsh();
}

export async function restartController(controller: ControllerProcess, random: Random): Promise<void> {
  await controller.kill();
  await sleep(random() * MAX_DOWNTIME_MS);
  await controller.start();
}

/** Identifies a twin's processes by the root in their environment, because a pid may have been reused. */
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
