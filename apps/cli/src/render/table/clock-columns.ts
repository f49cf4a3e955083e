import { describeLevel, shownFactors, type FactorLevels } from '@joulefleet/core';
import type { Column } from './render-table';

/** What cells set of the device, as columns of a table. */
export function clockColumns(cells: readonly FactorLevels[]): {
  columns: Column[];
  of: (levels: FactorLevels) => string[];
} {
  const factors = shownFactors(cells);
  return {
    columns: factors.map(({ title }) => ({ title, align: 'right' })),
    of: (levels) => factors.map((factor) => describeLevel(factor, levels)),
  };
}
