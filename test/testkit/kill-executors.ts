import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Twin } from '../../apps/twin/src';

/** SIGKILL for every process of the twin's agent: executor, workload and serve. */
export function killExecutors(twin: Twin): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const environment = readFileSync(join('/proc', pid, 'environ'), 'utf8');
      if (environment.includes(`JOULEFLEET_ROOT=${twin.root}\0`)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended by itself, or is not ours to look at.
    }
  }
}
