import { factorLevels, type Cell } from '@joulefleet/core';
import type { CellToInsert } from '@joulefleet/store';

/** Made as they are stored: 17,688 at once would hold up the event loop for 150 ms. */
export function* cellsToInsert(cells: readonly Cell[]): Generator<CellToInsert> {
  for (const cell of cells) yield cellToInsert(cell);
}

function cellToInsert({ cellKey, deviceClass, levels }: Cell): CellToInsert {
  const { workload, command, graphMode, inferences } = levels;
  const work = { workload, command: command && [...command], graphMode, inferences };
  return { cellKey, deviceClass, ...work, levels: factorLevels(levels) };
}
