import type { Level } from '../factors/factor';
import { factorsWith, wantedOf, type FactorKey } from '../factors/registry';
import type { CellLevels } from './cell';
import type { DeviceExclusion } from './device-levels';
import type { Exclusion, SweepDevice } from './sweep-spec';

/** An exclusion in the steps of one device. */
export function exclusionOn({ workloads, factors }: Exclusion, device: SweepDevice): DeviceExclusion {
  const all = factorsWith(Object.keys(factors.parameters ?? {}));
  const named = all.filter((factor) => wantedOf(factor, factors) !== undefined);
  const levels = named.map((factor): [FactorKey, readonly Level[]] => [
    factor.key,
    factor.snap(wantedOf(factor, factors), device).levels,
  ]);
  const ofWorkload = named.every(({ appliedTo }) => appliedTo === 'workload');
  return { workloads, levels, ofWorkload };
}

/** Whether a cell has one of the levels of each factor that an exclusion names. */
export function isExcluded(cell: CellLevels, { workloads, levels }: DeviceExclusion): boolean {
  if (workloads && !workloads.includes(cell.workload)) return false;
  return levels.every(([key, excluded]) => excluded.includes(cell[key] ?? null));
}
