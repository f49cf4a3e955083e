import { FACTORS, type FactorLevels } from '../factors/registry';
import type { CellWork } from './cell';
import { cellKey } from './cell-key';

/**
 * The cell's identity but for its number of inferences: what one inference takes is the same for any number.
 *
 * @param levels as stored: a factor that joined after the cell is not among them and counts as unset.
 */
export function workKey(
  deviceClass: string,
  { workload, command, graphMode }: Omit<CellWork, 'inferences'>,
  levels: Partial<FactorLevels>,
): string {
  const complete = FACTORS.map(({ key, unset }) => [key, levels[key] ?? unset]);
  const all = Object.fromEntries(complete) as unknown as FactorLevels;
  return cellKey(deviceClass, { ...all, workload, command, graphMode, inferences: 0 });
}
