import { createHash } from 'node:crypto';
import type { CellLevels } from './cell';

/**
 * Identity of a cell: the first 32 hexadecimal digits of the SHA-256 of its canonical JSON. The order of properties and
 * anything beyond the levels do not matter, so that the same cell of two campaigns has the same key.
 */
export function cellKey(deviceClass: string, levels: CellLevels): string {
  const canonical = JSON.stringify([
    ['deviceClass', deviceClass],
    ['workload', levels.workload],
    ['command', levels.command],
    ['graphMode', levels.graphMode],
    ['batchSize', levels.batchSize],
    ['cpuKhz', levels.cpuKhz],
    ['gpuHz', levels.gpuHz],
    ['cpuGovernor', levels.cpuGovernor],
    ['gpuGovernor', levels.gpuGovernor],
    ['inferences', levels.inferences],
  ]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}
