import type { CellChangeView, ComparisonView } from '@joulefleet/contracts';
import { describeLevel, shownFactors } from '@joulefleet/core';
import { renderCsv } from './render-csv';

type Field = string | number | boolean | null;

/** Name of a column with its unit, and what of a cell is in it. */
const FIGURES: readonly (readonly [string, (cell: CellChangeView) => Field])[] = [
  ['trials', (cell) => cell.trials],
  ['reference_trials', (cell) => cell.referenceTrials],
  ['energy_mj', (cell) => cell.energyMj.estimate],
  ['reference_energy_mj', (cell) => cell.referenceEnergyMj.estimate],
  ['energy_ratio', (cell) => cell.energyRatio.estimate],
  ['energy_ratio_low', (cell) => cell.energyRatio.low],
  ['energy_ratio_high', (cell) => cell.energyRatio.high],
  ['duration_ratio', (cell) => cell.durationRatio.estimate],
  ['duration_ratio_low', (cell) => cell.durationRatio.low],
  ['duration_ratio_high', (cell) => cell.durationRatio.high],
  ['pairing', (cell) => cell.pairing],
  ['p_value', (cell) => cell.pValue],
  ['adjusted_p_value', (cell) => cell.adjustedPValue],
  ['permutation_p_value', (cell) => cell.permutationPValue],
  ['welch_p_value', (cell) => cell.welchPValue],
  ['hedges_g', (cell) => cell.hedgesG],
  ['significant', (cell) => cell.significant],
  ['relevant', (cell) => cell.relevant],
  ['verdict', (cell) => cell.verdict],
  ['more_trials', (cell) => cell.moreTrials],
  ['reason', (cell) => cell.reason],
  ['grade', (cell) => cell.grade],
  ['reference_grade', (cell) => cell.againstGrade],
  ['rankable', (cell) => cell.rankable],
];

/** Every cell of a comparison; levels as they are shown elsewhere. */
export function comparisonAsCsv({ cells, campaign, reference }: ComparisonView): string {
  const factors = shownFactors(cells.map(({ levels }) => levels));
  const titles = ['device', 'against', 'workload', 'options', 'batch_size', 'graph_mode', 'inferences'];
  const columns = [...titles, 'cell_key', ...factors.map(({ key }) => key), ...FIGURES.map(([name]) => name)];
  const origin = ['simulated', 'reference_simulated'];
  const rows = cells.map((cell): Field[] => [
    ...[cell.device, cell.against, cell.workload, optionsText(cell)],
    ...[cell.batchSize, cell.graphMode, cell.inferences, cell.cellKey],
    ...factors.map((factor) => describeLevel(factor, cell.levels)),
    ...FIGURES.map(([, of]) => of(cell)),
    ...[campaign.simulated, reference.simulated],
  ]);
  return renderCsv([...columns, ...origin], rows);
}

function optionsText({ options }: CellChangeView): string {
  return Object.entries(options)
    .map(([name, level]) => `${name}=${String(level)}`)
    .join(' ');
}
