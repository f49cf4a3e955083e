import { cellStatistics, type CellStatistics } from '../statistics/cell-statistics';
import { flagOutliers } from '../statistics/outliers';
import type { EarlyPhase } from '../energy/phase-figures';
import type { AcceptedTrial, CellDigest, DigestedCell, MeasuredCell, PhaseStatistics } from './measured-cell';

/** The digest of a cell's accepted trials, in any order; null without any. */
export function digestTrials(trials: readonly AcceptedTrial[]): CellDigest | null {
  const energy = statisticsOf(trials, 'energyMj');
  if (!energy) return null;
  const outliers = flagOutliers(trials.map(({ energyMj }) => energyMj));
  const ordered = [...trials].sort((a, b) => a.block - b.block || a.energyMj - b.energyMj);
  return {
    ...{ trials: trials.length, energy },
    netEnergy: statisticsOf(trials, 'netEnergyMj'),
    duration: statisticsOf(trials, 'durationMs')!,
    power: statisticsOf(trials, 'meanPowerMw')!,
    absoluteShare: meanShare(trials, 'absoluteUncertaintyMj'),
    relativeShare: meanShare(trials, 'relativeUncertaintyMj'),
    outliers: outliers?.places.length ?? null,
    energyWithoutOutliersMj: outliers?.estimateWithout ?? null,
    phases: { load: phaseOf(trials, 'load'), warmup: phaseOf(trials, 'warmup') },
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

/** Of the trials that have it: in a load that is too short for a reading there is no energy. */
function phaseOf(trials: readonly AcceptedTrial[], phase: EarlyPhase): PhaseStatistics | null {
  const figures = trials.flatMap(({ phases }) => phases?.[phase] ?? []).filter(({ energyMj }) => energyMj > 0);
  const energy = cellStatistics(figures.map(({ energyMj }) => energyMj));
  const duration = cellStatistics(figures.map(({ durationMs }) => durationMs));
  if (!energy || !duration) return null;
  const shares = figures.map(({ energyMj, uncertaintyMj }) => uncertaintyMj / energyMj);
  return { energy, duration, uncertaintyShare: shares.reduce((sum, share) => sum + share, 0) / shares.length };
}

/** Systematic parts are the same in every trial of a cell: repeating does not shrink them. */
function meanShare(trials: readonly AcceptedTrial[], part: 'absoluteUncertaintyMj' | 'relativeUncertaintyMj'): number {
  return trials.reduce((sum, trial) => sum + trial[part] / trial.energyMj, 0) / trials.length;
}
