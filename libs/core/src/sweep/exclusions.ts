import type { Level } from '../factors/factor';
import { FACTORS, type FactorKey } from '../factors/registry';
import type { CellLevels } from './cell';
import type { DeviceExclusion } from './device-levels';
import type { Exclusion, SweepDevice } from './sweep-spec';

/** An exclusion in the steps of one device. */
export function exclusionOn({ workloads, factors }: Exclusion, device: SweepDevice): DeviceExclusion {
  const named = FACTORS.filter(({ name }) => factors[name] !== undefined);
  const levels = named.map((factor): [FactorKey, readonly Level[]] => [
    factor.key,
    factor.snap(factors[factor.name], device).levels,
  ]);
  return { workloads, levels };
}

/** Whether a cell has one of the levels of each factor that an exclusion names. */
export function isExcluded(cell: CellLevels, { workloads, levels }: DeviceExclusion): boolean {
  if (workloads && !workloads.includes(cell.workload)) return false;
  return levels.every(([key, excluded]) => excluded.includes(cell[key]));
}
