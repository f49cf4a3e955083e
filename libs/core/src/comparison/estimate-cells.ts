import { absoluteParts, relativeParts } from '../energy/budget-parts';
import { coverageHalfWidth95, type UncertaintyParts } from '../energy/coverage-factor';
import { NOT_STATED, sensorSpecOf } from '../energy/sensor-spec';
import { cellInterval, type StandardError, standardErrorOf } from '../statistics/cell-interval';
import { cellStatistics, type CellStatistics } from '../statistics/cell-statistics';
import type { Interval } from '../statistics/interval';
import { flagOutliers } from '../statistics/outliers';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import { gradeFigure, type TrustGrade } from '../trust/trust-grade';
import { groupBy } from './group-by';
import type { AcceptedTrial, CellSummary, MeasuredCell } from './measured-cell';
import { systematicParts } from './systematic-parts';

/** One figure of a cell on the logarithmic scale, as ratios need it. */
export interface LogFigure extends StandardError {
  logEstimate: number;
}

/** A cell with its figures: as reported, and as ratios need them. */
export interface EstimatedCell {
  cell: MeasuredCell;
  summary: CellSummary;
  energy: LogFigure;
  duration: LogFigure;
  /** Expanded relative uncertainties of energy in the mean of its trials, repetition not included. */
  systematic: { absoluteShare: number; relativeShare: number };
}

type Figure = 'energyMj' | 'netEnergyMj' | 'durationMs' | 'meanPowerMw';

/** Estimates of all cells that have an accepted trial; variances are pooled over the cells of each device. Yields often. */
export function* estimateCells(cells: readonly MeasuredCell[]): Generator<void, EstimatedCell[]> {
  const measured = cells.filter((cell) => cell.trials.length > 0);
  const estimated: EstimatedCell[] = [];
  for (const ofDevice of yield* groupBy(measured, (cell) => cell.device)) {
    const pools = {
      energyMj: yield* pool(ofDevice, 'energyMj'),
      netEnergyMj: yield* pool(ofDevice, 'netEnergyMj'),
      durationMs: yield* pool(ofDevice, 'durationMs'),
      meanPowerMw: yield* pool(ofDevice, 'meanPowerMw'),
    };
    for (const cell of ofDevice) {
      estimated.push(estimateCell(cell, pools));
      yield;
    }
  }
  return estimated;
}

export interface DeviceRepeatability {
  device: string;
  sdPct: number;
  /** 0: nothing was repeated, the deviation is assumed. */
  degreesOfFreedom: number;
}

/** How well the trials of each device repeat. Yields often. */
export function* repeatabilityOfDevices(cells: readonly MeasuredCell[]): Generator<void, DeviceRepeatability[]> {
  const found: DeviceRepeatability[] = [];
  for (const ofDevice of yield* groupBy(cells, (cell) => cell.device)) {
    const { sdLog, degreesOfFreedom } = yield* pool(ofDevice, 'energyMj');
    found.push({ device: ofDevice[0]!.device, sdPct: 100 * sdLog, degreesOfFreedom });
  }
  return found;
}

function* pool(cells: readonly MeasuredCell[], figure: Figure): Generator<void, Repeatability> {
  const statistics: CellStatistics[] = [];
  for (const cell of cells) {
    const ofCell = statisticsOf(cell, figure);
    if (ofCell) statistics.push(ofCell);
    yield;
  }
  return poolVariance(statistics);
}

function statisticsOf(cell: MeasuredCell, figure: Figure): CellStatistics | null {
  const figures = cell.trials.map((trial) => trial[figure]).filter((value) => value !== null);
  if (figure === 'netEnergyMj' && figures.some((value) => value <= 0)) return null;
  return cellStatistics(figures);
}

function estimateCell(cell: MeasuredCell, pools: Record<Figure, Repeatability>): EstimatedCell {
  const [energy, duration, power] = (['energyMj', 'durationMs', 'meanPowerMw'] as const).map((figure) =>
    statisticsOf(cell, figure)!,
  ) as [CellStatistics, CellStatistics, CellStatistics];
  const energyError = standardErrorOf(energy, pools.energyMj);
  const systematic = {
    absoluteShare: meanShare(cell.trials, 'absoluteUncertaintyMj'),
    relativeShare: meanShare(cell.trials, 'relativeUncertaintyMj'),
  };
  const sensor = sensorSpecOf(cell.rail ?? NOT_STATED);
  const budgeted = { energyMj: energy.estimate, durationMs: duration.estimate, ...systematic };
  const uncertaintyMj = ({ rectangular, normal }: UncertaintyParts): number =>
    energy.estimate * coverageHalfWidth95({ rectangular, normal: [...normal, energyError.standardError] });
  const figures = {
    energyMj: cellInterval(energy, pools.energyMj),
    absoluteUncertaintyMj: uncertaintyMj(absoluteParts(budgeted, sensor)),
  };
  return {
    cell,
    summary: {
      cellKey: cell.cellKey,
      levels: cell.levels,
      trials: energy.trials,
      ...figures,
      medianEnergyMj: energy.median,
      meanEnergyMj: energy.mean,
      energyCvPct: energy.cvPct,
      ...outliersOf(cell),
      mayBeOptimum: false,
      netEnergyMj: netEnergyOf(cell, pools.netEnergyMj),
      relativeUncertaintyMj: uncertaintyMj(relativeParts(budgeted, sensor)),
      systematic: systematicParts(cell, budgeted),
      durationMs: cellInterval(duration, pools.durationMs),
      powerMw: cellInterval(power, pools.meanPowerMw),
      grade: gradeOf(cell, figures, energy),
    },
    energy: { logEstimate: energy.logEstimate, ...energyError },
    duration: { logEstimate: duration.logEstimate, ...standardErrorOf(duration, pools.durationMs) },
    systematic,
  };
}

function gradeOf(
  { rail, calibrationAgeDays, evidence }: MeasuredCell,
  { energyMj, absoluteUncertaintyMj }: Pick<CellSummary, 'energyMj' | 'absoluteUncertaintyMj'>,
  { trials, sdLog }: CellStatistics,
): TrustGrade {
  const { estimate, high } = energyMj;
  return gradeFigure({
    ...{ trials, allEqual: sdLog === 0, evidence, calibrationAgeDays: calibrationAgeDays ?? null },
    repetitionPct: 100 * (high / estimate - 1),
    uncertaintyPct: (100 * absoluteUncertaintyMj) / estimate,
    shuntStated: (rail?.shuntMicroOhm ?? null) !== null,
  });
}

/** A geometric mean, like that of energy, so that each trial has to be above zero. */
function netEnergyOf(cell: MeasuredCell, pool: Repeatability): Interval | null {
  const statistics = statisticsOf(cell, 'netEnergyMj');
  return statistics && cellInterval(statistics, pool);
}

function outliersOf({ trials }: MeasuredCell): Pick<CellSummary, 'outliers' | 'energyWithoutOutliersMj'> {
  const found = flagOutliers(trials.map(({ energyMj }) => energyMj));
  return { outliers: found?.places.length ?? null, energyWithoutOutliersMj: found?.estimateWithout ?? null };
}

/** Systematic parts are the same in every trial of a cell: repeating does not shrink them. */
function meanShare(trials: readonly AcceptedTrial[], part: 'absoluteUncertaintyMj' | 'relativeUncertaintyMj'): number {
  return trials.reduce((sum, trial) => sum + trial[part] / trial.energyMj, 0) / trials.length;
}
