import { COVERAGE_FACTOR } from '../energy/energy-uncertainty';
import { cellInterval, type StandardError, standardErrorOf } from '../statistics/cell-interval';
import { cellStatistics, type CellStatistics } from '../statistics/cell-statistics';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import { groupBy } from './group-by';
import type { AcceptedTrial, CellSummary, MeasuredCell } from './measured-cell';

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

type Figure = 'energyMj' | 'durationMs' | 'meanPowerMw';

/** Estimates of all cells that have an accepted trial; variances are pooled over the cells of each device. */
export function estimateCells(cells: readonly MeasuredCell[]): EstimatedCell[] {
  const measured = cells.filter((cell) => cell.trials.length > 0);
  return groupBy(measured, (cell) => cell.device).flatMap((ofDevice) => {
    const pools = { energyMj: pool(ofDevice, 'energyMj'), durationMs: pool(ofDevice, 'durationMs') };
    const powers = pool(ofDevice, 'meanPowerMw');
    return ofDevice.map((cell) => estimateCell(cell, { ...pools, meanPowerMw: powers }));
  });
}

/** How well the trials of each device repeat. `degreesOfFreedom` 0: nothing was repeated, the deviation is assumed. */
export function repeatabilityOfDevices(cells: readonly MeasuredCell[]) {
  return groupBy(cells, (cell) => cell.device).map((ofDevice) => {
    const { sdLog, degreesOfFreedom } = pool(ofDevice, 'energyMj');
    return { device: ofDevice[0]!.device, sdPct: 100 * sdLog, degreesOfFreedom };
  });
}

function pool(cells: readonly MeasuredCell[], figure: Figure): Repeatability {
  return poolVariance(cells.flatMap((cell) => statisticsOf(cell, figure) ?? []));
}

function statisticsOf(cell: MeasuredCell, figure: Figure): CellStatistics | null {
  return cellStatistics(cell.trials.map((trial) => trial[figure]));
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
  const ofRepetition = COVERAGE_FACTOR * energyError.standardError;
  return {
    cell,
    summary: {
      cellKey: cell.cellKey,
      levels: cell.levels,
      trials: energy.trials,
      energyMj: cellInterval(energy, pools.energyMj),
      medianEnergyMj: energy.median,
      absoluteUncertaintyMj: energy.estimate * Math.hypot(ofRepetition, systematic.absoluteShare),
      relativeUncertaintyMj: energy.estimate * Math.hypot(ofRepetition, systematic.relativeShare),
      durationMs: cellInterval(duration, pools.durationMs),
      powerMw: cellInterval(power, pools.meanPowerMw),
    },
    energy: { logEstimate: energy.logEstimate, ...energyError },
    duration: { logEstimate: duration.logEstimate, ...standardErrorOf(duration, pools.durationMs) },
    systematic,
  };
}

/** Systematic parts are the same in every trial of a cell: repeating does not shrink them. */
function meanShare(trials: readonly AcceptedTrial[], part: 'absoluteUncertaintyMj' | 'relativeUncertaintyMj'): number {
  return trials.reduce((sum, trial) => sum + trial[part] / trial.energyMj, 0) / trials.length;
}
