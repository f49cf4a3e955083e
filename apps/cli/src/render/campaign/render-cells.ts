import type { CellView, ComparisonRow } from '@joulefleet/contracts';
import { describeLevel, describeWork, shownFactors } from '@joulefleet/core';
import { formatEnergy, formatMeanDuration, formatMeanEnergy, formatPower, gradeText } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { fitTable } from '../table/fit-table';

export function cellsTitle(row: ComparisonRow): string {
  return `${row.device}, ${describeWork(row)}, batch ${row.batchSize}, ${row.inferences} ${row.unit}s`;
}

export const hasNetEnergy = (row: ComparisonRow): boolean => row.cells.some(({ netEnergyMj }) => netEnergyMj !== null);

export const hasOutliers = (row: ComparisonRow): boolean => row.cells.some(({ outliers }) => Boolean(outliers));

/** Every cell of a row as a table; columns that no cell fills are left out. */
export function renderCells(row: ComparisonRow, screen: Pick<Screen, 'colors' | 'columns'>): string {
  const factors = shownFactors(row.cells.map((cell) => cell.levels));
  const [withNet, withOutliers] = [hasNetEnergy(row), hasOutliers(row)];
  const columns = [
    ...factors.map(({ title }) => ({ title, align: 'right' as const })),
    { title: 'trials', align: 'right' as const },
    { title: 'energy', align: 'right' as const },
    { title: 'CV', align: 'right' as const },
    ...(withOutliers ? [{ title: 'outliers', align: 'right' as const }] : []),
    ...(withNet ? [{ title: 'net energy', align: 'right' as const }] : []),
    { title: 'duration', align: 'right' as const },
    { title: 'power', align: 'right' as const },
    { title: 'grade' },
    { title: '' },
  ];
  const lines = row.cells.map((cell) => [
    ...factors.map((factor) => describeLevel(factor, cell.levels)),
    String(cell.trials),
    cellEnergy(cell),
    cell.energyCvPct === null ? '-' : `${cell.energyCvPct.toFixed(2)} %`,
    ...(withOutliers ? [outliersText(cell)] : []),
    ...(withNet ? [cell.netEnergyMj ? formatMeanEnergy(cell.netEnergyMj) : '-'] : []),
    formatMeanDuration(cell.durationMs),
    formatPower(cell.powerMw),
    gradeText(cell.grade.grade),
    rankText(cell, row, screen),
  ]);
  return fitTable(columns, lines, screen);
}

export function cellEnergy(cell: CellView): string {
  return formatEnergy(cell.energyMj.estimate, cell.absoluteUncertaintyMj);
}

/** `1 (599.8 ± 9.6 J)`: how many, and the energy without them. */
function outliersText({ outliers, energyWithoutOutliersMj, absoluteUncertaintyMj }: CellView): string {
  if (outliers === null) return '-';
  if (energyWithoutOutliersMj === null) return String(outliers);
  return `${outliers} (${formatEnergy(energyWithoutOutliersMj, absoluteUncertaintyMj)})`;
}

function rankText(cell: CellView, row: ComparisonRow, { colors }: Pick<Screen, 'colors'>): string {
  if (cell.cellKey === row.optimum?.cellKey) return colors.green('optimum');
  return cell.mayBeOptimum ? 'may be best' : '';
}
