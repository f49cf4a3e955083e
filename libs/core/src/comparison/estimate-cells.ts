import { absoluteParts, relativeParts } from '../energy/budget-parts';
import { coverageHalfWidth95, type UncertaintyParts } from '../energy/coverage-factor';
import type { EarlyPhase } from '../energy/phase-figures';
import { NOT_STATED, sensorSpecOf } from '../energy/sensor-spec';
import { cellInterval, type StandardError, standardErrorOf } from '../statistics/cell-interval';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import { gradeFigure, type TrustGrade } from '../trust/trust-grade';
import { phasePools, summarisePhases, type PhasePools } from './estimate-phases';
import { groupBy } from './group-by';
import { isFilled, type CellSummary, type DigestedCell, type FilledCell } from './measured-cell';
import { systematicParts } from './systematic-parts';

/** One figure of a cell on the logarithmic scale, as ratios need it. */
export interface LogFigure extends StandardError {
  logEstimate: number;
}

/** A cell with its figures: as reported, and as ratios need them. */
export interface EstimatedCell {
  cell: FilledCell;
  summary: CellSummary;
  energy: LogFigure;
  duration: LogFigure;
  power: LogFigure;
  /** Expanded relative uncertainties of energy in the mean of its trials, repetition not included. */
  systematic: { absoluteShare: number; relativeShare: number };
}

type Figure = 'energy' | 'netEnergy' | 'duration' | 'power';

/** Estimates of all cells that have an accepted trial; variances are pooled over the cells of each device. Yields often. */
export function* estimateCells(cells: readonly DigestedCell[]): Generator<void, EstimatedCell[]> {
  const estimated: EstimatedCell[] = [];
  for (const ofDevice of yield* groupBy(cells.filter(isFilled), (cell) => cell.device)) {
    const pools = {
      energy: poolOf(ofDevice, 'energy'),
      netEnergy: poolOf(ofDevice, 'netEnergy'),
      duration: poolOf(ofDevice, 'duration'),
      power: poolOf(ofDevice, 'power'),
    };
    const phases = phasePools(ofDevice);
    for (const cell of ofDevice) {
      estimated.push(estimateCell(cell, pools, phases));
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
export function* repeatabilityOfDevices(cells: readonly DigestedCell[]): Generator<void, DeviceRepeatability[]> {
  const found: DeviceRepeatability[] = [];
  for (const ofDevice of yield* groupBy(cells, (cell) => cell.device)) {
    const { sdLog, degreesOfFreedom } = poolOf(ofDevice.filter(isFilled), 'energy');
    found.push({ device: ofDevice[0]!.device, sdPct: 100 * sdLog, degreesOfFreedom });
  }
  return found;
}

function poolOf(cells: readonly FilledCell[], figure: Figure): Repeatability {
  return poolVariance(cells.flatMap(({ digest }) => digest[figure] ?? []));
}

function estimateCell(
  cell: FilledCell,
  pools: Record<Figure, Repeatability>,
  phases: Record<EarlyPhase, PhasePools>,
): EstimatedCell {
  const { energy, netEnergy, duration, power, absoluteShare, relativeShare } = cell.digest;
  const energyMj = cellInterval(energy, pools.energy);
  const durationMs = cellInterval(duration, pools.duration);
  const energyError = standardErrorOf(energy, pools.energy);
  const systematic = { absoluteShare, relativeShare };
  const sensor = sensorSpecOf(cell.rail ?? NOT_STATED);
  const budgeted = { energyMj: energyMj.estimate, durationMs: durationMs.estimate, ...systematic };
  const uncertaintyMj = ({ rectangular, normal }: UncertaintyParts): number =>
    energyMj.estimate * coverageHalfWidth95({ rectangular, normal: [...normal, energyError.standardError] });
  const figures = { energyMj, absoluteUncertaintyMj: uncertaintyMj(absoluteParts(budgeted, sensor)) };
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
      outliers: cell.digest.outliers,
      energyWithoutOutliersMj: cell.digest.energyWithoutOutliersMj,
      ...{ mayBeOptimum: false, mayBeFastest: false, mayBeLeastPower: false },
      netEnergyMj: netEnergy && cellInterval(netEnergy, pools.netEnergy),
      relativeUncertaintyMj: uncertaintyMj(relativeParts(budgeted, sensor)),
      systematic: systematicParts(cell, budgeted),
      durationMs,
      powerMw: cellInterval(power, pools.power),
      phases: summarisePhases(cell.digest, phases),
      grade: gradeOf(cell, figures),
    },
    energy: { logEstimate: energy.logEstimate, ...energyError },
    duration: { logEstimate: duration.logEstimate, ...standardErrorOf(duration, pools.duration) },
    power: { logEstimate: power.logEstimate, ...standardErrorOf(power, pools.power) },
    systematic,
  };
}

function gradeOf(
  { rail, calibrationAgeDays, evidence, digest: { energy } }: FilledCell,
  { energyMj, absoluteUncertaintyMj }: Pick<CellSummary, 'energyMj' | 'absoluteUncertaintyMj'>,
): TrustGrade {
  const { estimate, high } = energyMj;
  return gradeFigure({
    ...{ trials: energy.trials, allEqual: energy.sdLog === 0, evidence },
    calibrationAgeDays: calibrationAgeDays ?? null,
    repetitionPct: 100 * (high / estimate - 1),
    uncertaintyPct: (100 * absoluteUncertaintyMj) / estimate,
    shuntStated: (rail?.shuntMicroOhm ?? null) !== null,
  });
}
