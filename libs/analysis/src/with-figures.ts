import type { CellView, ComparisonRow } from '@joulefleet/contracts';
import { figuresOfMerit, type EstimatedCell, type ComparisonRow as ComparedRow } from '@joulefleet/core';

/** A row whose cells have their figures of merit; phases before the inferences have a view of their own. */
export function withFigures(row: ComparedRow): ComparisonRow {
  const { inferences, batchSize } = row;
  const add = (compared: EstimatedCell): CellView => {
    const { phases: _phases, ...cell } = compared.toJSON();
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
