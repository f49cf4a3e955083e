import type { CellView, ComparisonRow } from '@joulefleet/contracts';
import { figuresOfMerit, type CellSummary } from '@joulefleet/core';

/** A row whose cells have their figures of merit; phases before the inferences have a view of their own. */
export function withFigures(row: ComparisonRow): ComparisonRow {
  const { inferences, batchSize } = row;
  const add = ({ phases: _phases, ...cell }: CellView & Pick<CellSummary, 'phases'>): CellView => {
    const netEnergyMj = cell.netEnergyMj?.estimate ?? null;
    const [energyMj, durationMs] = [cell.energyMj.estimate, cell.durationMs.estimate];
    return { ...cell, figures: figuresOfMerit({ energyMj, netEnergyMj, durationMs, inferences, batchSize }) };
  };
  return {
    ...row,
    optimum: row.optimum && add(row.optimum),
    dvfs: row.dvfs && add(row.dvfs),
    cells: row.cells.map(add),
  };
}
