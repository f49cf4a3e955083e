import { describeLevel, shownFactors, type FactorLevels } from '@joulefleet/core';
import type { Column } from '../table/render-table';

/** `GPU 614.4 MHz, CPU 1479 MHz`: what a cell sets of the device. */
export function clocksText(levels: FactorLevels): string {
  return shownFactors([levels])
    .map((factor) => `${factor.title} ${describeLevel(factor, levels)}`)
    .join(', ');
}

/** The same as columns of a table of several cells. */
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
