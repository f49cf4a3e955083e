import { createHash } from 'node:crypto';
import type { CellLevels } from './cell';
import { FACTORS, factorsOf, type AnyFactor, type FactorKey } from '../factors/registry';

/**
 * The factors of the first version, in the order that their cells' keys were made with. This list never changes: what
 * was measured keeps its identity.
 */
const FIRST_FACTORS: readonly FactorKey[] = ['batchSize', 'cpuKhz', 'gpuHz', 'cpuGovernor', 'gpuGovernor'];

const LATER_FACTORS = laterOf(FACTORS);

function laterOf(factors: readonly AnyFactor[]): AnyFactor[] {
  const later = factors.filter(({ key }) => key !== 'inferences' && !FIRST_FACTORS.includes(key));
  return later.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * Identity of a cell: the first 32 hexadecimal digits of the SHA-256 of its canonical JSON. The order of properties and
 * anything beyond the levels do not matter, so that the same cell of two campaigns has the same key. A factor that
 * joined later is part of it only where it is set: cells that were measured before keep their keys.
 */
export function cellKey(deviceClass: string, levels: CellLevels): string {
  const factors = factorsOf(levels);
  const later = factors === FACTORS ? LATER_FACTORS : laterOf(factors);
  const canonical = JSON.stringify([
    ['deviceClass', deviceClass],
    ['workload', levels.workload],
    ['command', levels.command],
    ['graphMode', levels.graphMode],
    ...FIRST_FACTORS.map((key) => [key, levels[key]]),
    ['inferences', levels.inferences],
    ...later.filter(({ key, unset }) => levels[key] !== unset).map(({ key }) => [key, levels[key]]),
  ]);
  return createHash('sha256').update(canonical).digest('hex').slice(0, 32);
}
