import type { DeviceClass } from '@joulefleet/core';
import { lockableHz } from '../board/memory-clock';
import { memoryFiles } from './paths';
import { filesIn, type TreeEntry } from './tree-entry';

/** debugfs of the memory clock, which nothing has locked. */
export function memoryEntries(deviceClass: DeviceClass): TreeEntry[] {
  const { folder, lock, rate, hasLimits } = memoryFiles(deviceClass);
  const ratesHz = lockableHz(deviceClass);
  const [lowestHz, highestHz] = [Math.min(...ratesHz), Math.max(...ratesHz)];
  const limits: Record<string, number> = hasLimits ? { min_rate: lowestHz, max_rate: highestHz, state: 1 } : {};
  return filesIn(folder, { [lock]: 0, [rate]: highestHz, ...limits });
}
