import type { FactorLevels } from '../factors/registry';

/** Clocks that governors have where nobody pins them. */
const CLOCKS = ['cpuKhz', 'gpuHz'] as const;

/**
 * Which of some cells are what the others are compared with: governors have a clock of them that others pin.
 *
 * @param cells levels of all cells that are compared; a factor that is not among them is unset.
 */
export function referenceCells(cells: readonly Partial<FactorLevels>[]): boolean[] {
  const pinned = CLOCKS.filter((clock) => cells.some((levels) => typeof levels[clock] === 'number'));
  return cells.map((levels) => pinned.some((clock) => typeof levels[clock] !== 'number'));
}
