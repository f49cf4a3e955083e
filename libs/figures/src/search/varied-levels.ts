import type { SearchCellView } from '@joulefleet/contracts';
import { describeLevel, factorLevels, factorsOf, levelIn, type AnyFactor, type FactorLevels } from '@joulefleet/core';

type Levels = Pick<SearchCellView, 'graphMode' | 'levels'>;

/** What differs among the cells of a search, as columns of a table. */
export interface VariedLevels {
  readonly titles: readonly string[];
  /** A text for each title. */
  readonly textsOf: (cell: Levels) => string[];
  /** `GPU 614.4 MHz, CPU 1479 MHz`. */
  readonly describe: (cell: Levels) => string;
}

/** The levels that a cell of a view sets, each other factor unset. */
export function levelsOf({ levels }: Pick<Levels, 'levels'>): FactorLevels {
  return factorLevels(levels);
}

/** The factors that have more than one level among the cells of a search. */
export function variedLevels(cells: readonly Levels[]): VariedLevels {
  const all = cells.map(levelsOf);
  const factors = factorsOf(...all).filter((factor) => !factor.onlyWhere && isVaried(all, factor));
  const graphs = new Set(cells.map(({ graphMode }) => graphMode)).size > 1;
  const titles = [...(graphs ? ['graph'] : []), ...factors.map(({ title }) => title)];
  const textsOf = (cell: Levels): string[] => {
    const levels = levelsOf(cell);
    return [...(graphs ? [cell.graphMode] : []), ...factors.map((factor) => describeLevel(factor, levels))];
  };
  const describe = (cell: Levels): string =>
    textsOf(cell)
      .map((text, index) => `${titles[index]!} ${text}`)
      .join(', ');
  return { titles, textsOf, describe };
}

function isVaried(all: readonly FactorLevels[], factor: AnyFactor): boolean {
  return new Set(all.map((levels) => levelIn(levels, factor))).size > 1;
}
