import { frequencyTable, isDeviceClass } from '../device-class/device-class';
import type { FactorLevels } from '../factors/registry';

/** A clock of a cell that is the lowest or the highest of those that were measured, although the board has clocks beyond it. */
export interface SweepEdge {
  clock: 'GPU' | 'CPU';
  end: 'lowest' | 'highest';
  hz: number;
}

const AXES = [
  { clock: 'GPU', key: 'gpuHz', hz: 1 },
  { clock: 'CPU', key: 'cpuKhz', hz: 1e3 },
] as const;

/**
 * At which ends of what was measured a cell lies: the least of a sweep that is there may be farther out. Only along a clock that was varied, and of
 * classes whose table is known.
 *
 * @param measured levels of all cells with the same work on the same device.
 */
export function sweepEdges(levels: FactorLevels, measured: readonly FactorLevels[], deviceClass: string): SweepEdge[] {
  if (!isDeviceClass(deviceClass)) return [];
  const table = frequencyTable(deviceClass);
  return AXES.flatMap(({ clock, key, hz }): SweepEdge[] => {
    const level = levels[key];
    const pinned = measured.map((each) => each[key]).filter((each) => typeof each === 'number');
    const [least, most] = [Math.min(...pinned), Math.max(...pinned)];
    if (typeof level !== 'number' || least === most) return [];
    if (level === least && table[key].some((step) => step < level)) return [{ clock, end: 'lowest', hz: level * hz }];
    if (level === most && table[key].some((step) => step > level)) return [{ clock, end: 'highest', hz: level * hz }];
    return [];
  });
}
