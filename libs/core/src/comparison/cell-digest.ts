import { cellStatistics, type CellStatistics } from '../statistics/cell-statistics';
import { flagOutliers } from '../statistics/outliers';
import type { AcceptedTrial, CellDigest, DigestedCell, MeasuredCell } from './measured-cell';

/** The digest of a cell's accepted trials, in any order; null without any. */
export function digestTrials(trials: readonly AcceptedTrial[]): CellDigest | null {
  const energy = statisticsOf(trials, 'energyMj');
  if (!energy) return null;
  const outliers = flagOutliers(trials.map(({ energyMj }) => energyMj));
  const ordered = [...trials].sort((a, b) => a.block - b.block || a.energyMj - b.energyMj);
  return {
    energy,
    netEnergy: statisticsOf(trials, 'netEnergyMj'),
    duration: statisticsOf(trials, 'durationMs')!,
    power: statisticsOf(trials, 'meanPowerMw')!,
    absoluteShare: meanShare(trials, 'absoluteUncertaintyMj'),
    relativeShare: meanShare(trials, 'relativeUncertaintyMj'),
    outliers: outliers?.places.length ?? null,
    energyWithoutOutliersMj: outliers?.estimateWithout ?? null,
    logEnergies: ordered.map(({ energyMj }) => Math.log(energyMj)),
    logDurations: ordered.map(({ durationMs }) => Math.log(durationMs)),
    blocks: ordered.map(({ block }) => block),
  };
}

/** Cells with the digests of their trials. */
export function digestCells(cells: readonly MeasuredCell[]): DigestedCell[] {
  return cells.map(({ trials, ...cell }) => ({ ...cell, digest: digestTrials(trials) }));
}

/** Net energy has a geometric mean, like that of energy, so that each trial has to be above zero. */
function statisticsOf(
  trials: readonly AcceptedTrial[],
  figure: 'energyMj' | 'netEnergyMj' | 'durationMs' | 'meanPowerMw',
): CellStatistics | null {
  const figures = trials.map((trial) => trial[figure]).filter((value) => value !== null);
  if (figure === 'netEnergyMj' && figures.some((value) => value <= 0)) return null;
  return cellStatistics(figures);
}

/** Systematic parts are the same in every trial of a cell: repeating does not shrink them. */
function meanShare(trials: readonly AcceptedTrial[], part: 'absoluteUncertaintyMj' | 'relativeUncertaintyMj'): number {
  return trials.reduce((sum, trial) => sum + trial[part] / trial.energyMj, 0) / trials.length;
}
