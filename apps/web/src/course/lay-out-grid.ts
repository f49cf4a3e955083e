import type { GridCell } from '@joulefleet/contracts';
import {
  compareLevel,
  describeLevel,
  factorLevels,
  factorsOf,
  groupedBy,
  levelIn,
  levelOrder,
  type AnyFactor,
  type FactorLevels,
  type Level,
} from '@joulefleet/core';

/** Levels of a factor along a side of a panel, ascending. */
export interface GridAxis {
  title: string;
  labels: readonly string[];
}

export interface PlacedCell {
  cell: GridCell;
  column: number;
  row: number;
}

/** Cells that differ in two factors at most. */
export interface GridPanel {
  /** What its cells have in common and those of other panels have not; empty: there is no other. */
  title: string;
  columns: GridAxis;
  rows: GridAxis;
  cells: readonly PlacedCell[];
}

export interface Grid {
  /** Ascending factor by factor. */
  cells: readonly GridCell[];
  panels: readonly GridPanel[];
  /** What a cell sets, as far as cells of the grid differ in it. */
  settingOf: (cell: GridCell) => string;
}

interface FullCell {
  cell: GridCell;
  levels: FactorLevels;
}

interface VariedFactor {
  factor: AnyFactor;
  levels: number;
}

/** Clocks are along the sides where cells differ in them, as in the energy topology. */
const PREFERRED = ['gpuHz', 'cpuKhz'];
const MHZ = / MHz$/;

/** Cells of a workload in panels over two factors: both clocks, or else those with the most levels. */
export function layOutGrid(cells: readonly GridCell[]): Grid {
  const full = inOrder(cells);
  const varied = variedFactors(full);
  const [x = null, y = null] = [...varied].sort((a, b) => rankOf(a) - rankOf(b)).map(({ factor }) => factor);
  const factors = varied.map(({ factor }) => factor);
  const hasModes = new Set(cells.map(({ graphMode }) => graphMode)).size > 1;
  const inWords = ({ cell, levels }: FullCell, shown: readonly AnyFactor[]): string =>
    [
      ...(hasModes ? [cell.graphMode] : []),
      ...shown.map((each) => `${each.title} ${describeLevel(each, levels)}`),
    ].join(', ');
  const others = factors.filter((each) => each !== x && each !== y);
  const byTitle = groupedBy(full, (each) => inWords(each, others));
  return {
    cells: full.map(({ cell }) => cell),
    panels: [...byTitle].map(([title, own]) => panelOf(title, own, x, y)),
    settingOf: (cell) => inWords({ cell, levels: factorLevels(cell.levels) }, factors) || 'The only cell',
  };
}

function inOrder(cells: readonly GridCell[]): FullCell[] {
  const full = cells.map((cell) => ({ cell, levels: factorLevels(cell.levels) }));
  const [first] = full;
  if (!first) return [];
  const order = levelOrder(first.levels);
  return full.sort((a, b) => order(a.levels, b.levels) || (a.cell.graphMode < b.cell.graphMode ? -1 : 1));
}

function variedFactors(cells: readonly FullCell[]): VariedFactor[] {
  return factorsOf(...cells.map(({ levels }) => levels)).flatMap((factor) => {
    const levels = new Set(cells.map((each) => levelIn(each.levels, factor))).size;
    return levels > 1 ? [{ factor, levels }] : [];
  });
}

/** The clocks first, then by levels; one that is varied only beside another comes last. */
function rankOf({ factor, levels }: VariedFactor): number {
  const place = PREFERRED.indexOf(factor.key);
  if (place >= 0) return place;
  return factor.onlyWhere ? 3 : PREFERRED.length + 1 / levels;
}

function panelOf(title: string, cells: readonly FullCell[], x: AnyFactor | null, y: AnyFactor | null): GridPanel {
  const [columns, rows] = [levelsOf(x, cells), levelsOf(y, cells)];
  return {
    title,
    columns: axisOf(x, columns),
    rows: axisOf(y, rows),
    cells: cells.map(({ cell, levels }) => ({
      cell,
      column: x === null ? 0 : columns.indexOf(levelIn(levels, x)),
      row: y === null ? 0 : rows.indexOf(levelIn(levels, y)),
    })),
  };
}

function levelsOf(factor: AnyFactor | null, cells: readonly FullCell[]): Level[] {
  if (factor === null) return [];
  const levels = new Set(cells.map((each) => levelIn(each.levels, factor)));
  return [...levels].sort((a, b) => compareLevel(a, b, factor.unset));
}

function axisOf(factor: AnyFactor | null, levels: readonly Level[]): GridAxis {
  if (factor === null) return { title: '', labels: [''] };
  const texts = levels.map((level) =>
    describeLevel(factor, factorLevels({ [factor.key]: level } as Partial<FactorLevels>)),
  );
  if (!texts.some((text) => MHZ.test(text))) return { title: factor.title, labels: texts };
  return { title: `${factor.title}, MHz`, labels: texts.map((text) => text.replace(MHZ, '')) };
}
