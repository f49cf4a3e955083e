import type { CellSummary, ComparisonRow } from '../comparison';
import { COUNT, FLAG, TEXT, column, figureIn, optional, within, withinOptional, type ExportColumn } from './column';
import type { ExportedCampaign } from './exported-attempt';
import { DEVICE_FACTOR_COLUMNS, FACTOR_COLUMNS } from './factor-columns';
import { intervalColumns } from './interval-columns';

/** One device and workload, executed in one way, with its campaign. */
export type CampaignRow = ComparisonRow & ExportedCampaign;
/** A cell of it. */
export interface CellRow {
  readonly of: CampaignRow;
  readonly cell: CellSummary;
}

const WORK: readonly ExportColumn<CampaignRow>[] = [
  column('campaign_id', TEXT, 'Id of the campaign.', (row) => row.campaignId),
  column('campaign', TEXT, 'Name of the campaign.', (row) => row.campaign),
  column('simulated', FLAG, 'Whether a twin of the campaign made it, not a board.', (row) => row.simulated),
  column('device', TEXT, 'Name of the device.', (row) => row.device),
  column('device_class', TEXT, 'Class of the device.', (row) => row.deviceClass),
  column('workload', TEXT, 'Name of the workload.', (row) => row.workload),
  column('graph_mode', TEXT, '`static` or `dynamic` graph.', (row) => row.graphMode),
  column('batch_size', COUNT, 'Inputs of one batch.', (row) => row.batchSize),
  column('inferences', COUNT, 'Inferences of a trial, over all batches.', (row) => row.inferences),
  column(
    'work_unit',
    TEXT,
    'What is counted as an inference: `inference`, or the unit that the campaign names.',
    (row) => row.unit,
  ),
];

const FIGURES: readonly ExportColumn<CellSummary>[] = [
  column('trials', COUNT, 'Accepted trials.', (cell) => cell.trials),
  ...intervalColumns(
    ['energy', 'mj', 'mJ'],
    'Energy of a trial: trimmed mean of log energy.',
    (c: CellSummary) => c.energyMj,
  ),
  column('median_energy_mj', figureIn('mJ'), 'Median energy of the trials.', (cell) => cell.medianEnergyMj),
  column('mean_energy_mj', figureIn('mJ'), 'Plain mean energy of the trials.', (cell) => cell.meanEnergyMj),
  optional(
    'energy_cv_pct',
    figureIn('%'),
    'Coefficient of variation of energy; empty: a single trial.',
    (cell) => cell.energyCvPct,
  ),
  optional(
    'outliers',
    COUNT,
    'Trials whose energy is far off the others; they count. Empty: too few trials to say.',
    (cell) => cell.outliers,
  ),
  optional(
    'energy_without_outliers_mj',
    figureIn('mJ'),
    'Energy of a trial without the outliers; empty: there is none.',
    (cell) => cell.energyWithoutOutliersMj,
  ),
  column(
    'may_be_optimum',
    FLAG,
    'Whether it may be the cell of least energy of its device and work: the set of these cells holds it with a confidence of 95 %.',
    (cell) => cell.mayBeOptimum,
  ),
  ...intervalColumns(
    ['net_energy', 'mj', 'mJ'],
    'Energy without idle power; empty: idle power was not measured.',
    (cell: CellSummary) => cell.netEnergyMj,
    true,
  ),
  column(
    'absolute_uncertainty_mj',
    figureIn('mJ'),
    'Half of the 95 % coverage interval of the energy, with all systematic parts.',
    (c) => c.absoluteUncertaintyMj,
  ),
  column(
    'relative_uncertainty_mj',
    figureIn('mJ'),
    'The same without the parts that cancel in a ratio on one device.',
    (c) => c.relativeUncertaintyMj,
  ),
  ...intervalColumns(['duration', 'ms', 'ms'], 'Length of the inference window.', (c: CellSummary) => c.durationMs),
  ...intervalColumns(['power', 'mw', 'mW'], 'Mean power in the inference window.', (c: CellSummary) => c.powerMw),
  column(
    'grade',
    TEXT,
    'How far the energy can be trusted, A to F; D or worse is too low to rank.',
    (c) => c.grade.grade,
  ),
  column('grade_reasons', TEXT, 'Why the grade is no better.', (cell) => cell.grade.reasons.join('; ')),
];

/** One row for each cell and device. */
export const CELL_COLUMNS: readonly ExportColumn<CellRow>[] = [
  ...within(WORK, ({ of }: CellRow) => of),
  column('cell_key', TEXT, 'Key of the cell: device class, work and levels.', ({ cell }) => cell.cellKey),
  ...within(FACTOR_COLUMNS, ({ cell }: CellRow) => cell.levels),
  column(
    'is_optimum',
    FLAG,
    'Whether it is the cell of least energy of its device and work.',
    ({ of, cell }) => of.optimum?.cellKey === cell.cellKey,
  ),
  column(
    'is_baseline',
    FLAG,
    'Whether it is the cell that savings are against.',
    ({ of, cell }) => of.dvfs?.cellKey === cell.cellKey,
  ),
  ...within(FIGURES, ({ cell }: CellRow) => cell),
  column(
    'energy_per_inference_mj',
    figureIn('mJ'),
    'Energy by inferences.',
    ({ of, cell }) => cell.energyMj.estimate / of.inferences,
  ),
];

/** What of a cell is shown beside others. */
const KEY_FIGURES: readonly ExportColumn<CellSummary>[] = [
  column('cell_key', TEXT, 'Key of the cell.', (cell) => cell.cellKey),
  ...FIGURES.filter(({ name }) => /^(trials|energy|duration|power|grade)/.test(name)),
];

const SAVING = '100 (1 - optimum / baseline), energy; empty: one of the cells is missing.';
const CORRECTED = 'Saving without the luck of the choice, the figure to quote; empty: too few trials to say.';
const LATENCY = '100 (optimum / baseline - 1), length of the inference window; empty: one of the cells is missing.';

/** One row for each device and work: the comparison of a report. */
export const CAMPAIGN_COLUMNS: readonly ExportColumn<CampaignRow>[] = [
  ...WORK,
  ...within(FACTOR_COLUMNS, (row: CampaignRow) => row.options as object).filter(isOption),
  column('cells', COUNT, 'Cells with an accepted trial.', (row) => row.cells.length),
  column(
    'near_optimum',
    COUNT,
    'Cells that may be the one of least energy, the optimum included.',
    (row) => row.nearOptimum,
  ),
  ...withinOptional(KEY_FIGURES, 'optimum', (row: CampaignRow) => row.optimum),
  ...withinOptional(DEVICE_FACTOR_COLUMNS, 'optimum', (row: CampaignRow) => row.optimum?.levels ?? null),
  optional(
    'baseline',
    TEXT,
    '`stock` within the limits in force, `dvfs` over the whole tables; empty: none was measured.',
    (row) => row.baseline,
  ),
  ...withinOptional(KEY_FIGURES, 'baseline', (row: CampaignRow) => row.dvfs),
  ...intervalColumns(['saving', 'pct', '%'], SAVING, (row: CampaignRow) => row.savingPct, true),
  ...intervalColumns(['corrected_saving', 'pct', '%'], CORRECTED, (row: CampaignRow) => row.correctedSavingPct, true),
  ...intervalColumns(['latency_cost', 'pct', '%'], LATENCY, (row: CampaignRow) => row.latencyCostPct, true),
];

/** Options of the workload: what is no factor of the device. */
function isOption({ name }: { name: string }): boolean {
  return !DEVICE_FACTOR_COLUMNS.some((factor) => factor.name === name);
}
