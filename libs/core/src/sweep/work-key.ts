import { factorLevels } from '../factors/factor-levels';
import type { FactorLevels } from '../factors/registry';
import type { CellWork } from './cell';
import { cellKey } from './cell-key';

/**
 * The cell's identity but for its number of inferences: what one inference takes is the same for any number.
 *
 * @param levels as stored: a factor that joined after the cell is not among them and counts as unset.
 */
export function workKey(
  deviceClass: string,
  { workload, command, graphMode }: CellWork,
  levels: Partial<FactorLevels>,
): string {
  return cellKey(deviceClass, { ...factorLevels(levels), workload, command, graphMode, inferences: 0 });
}
