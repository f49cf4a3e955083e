import { type RankedCell, rankCells } from './rank-cells';

/**
 * The cells that no other cell beats on both energy and duration, by rising energy and so by falling duration. A cell beats
 * another when it is no worse in either and better in one; of cells equal in both all stay.
 */
export function paretoFront<T extends RankedCell>(cells: readonly T[]): T[] {
  let last: T | null = null;
  return rankCells(cells).filter((cell) => {
    const faster = last === null || cell.durationMs.estimate < last.durationMs.estimate;
    if (!faster && !equalFigures(cell, last!)) return false;
    last = cell;
    return true;
  });
}

function equalFigures(a: RankedCell, b: RankedCell): boolean {
  return a.energyMj.estimate === b.energyMj.estimate && a.durationMs.estimate === b.durationMs.estimate;
}
