import type { EarlyPhase } from '../energy/phase-figures';
import { cellInterval } from '../statistics/cell-interval';
import { poolVariance, type Repeatability } from '../statistics/pooled-variance';
import type { CellDigest, CellSummary, FilledCell, PhaseStatistics, PhaseSummary } from './measured-cell';

/** How well a phase repeats on a device. */
export interface PhasePools {
  energy: Repeatability;
  duration: Repeatability;
}

/** Of loading and warming up, over the cells of one device. */
export function phasePools(cells: readonly FilledCell[]): Record<EarlyPhase, PhasePools> {
  const of = (phase: EarlyPhase): PhasePools => {
    const having = cells.flatMap(({ digest }) => digest.phases[phase] ?? []);
    return {
      energy: poolVariance(having.map(({ energy }) => energy)),
      duration: poolVariance(having.map(({ duration }) => duration)),
    };
  };
  return { load: of('load'), warmup: of('warmup') };
}

export function summarisePhases(
  { phases }: Pick<CellDigest, 'phases'>,
  pools: Record<EarlyPhase, PhasePools>,
): CellSummary['phases'] {
  const of = (phase: EarlyPhase) => phases[phase] && summarise(phases[phase], pools[phase]);
  return { load: of('load'), warmup: of('warmup') };
}

function summarise({ energy, duration, uncertaintyShare }: PhaseStatistics, pools: PhasePools): PhaseSummary {
  const energyMj = cellInterval(energy, pools.energy);
  const durationMs = cellInterval(duration, pools.duration);
  return {
    trials: energy.trials,
    energyMj,
    uncertaintyMj: uncertaintyShare * energyMj.estimate,
    durationMs,
    powerMw: (1e3 * energyMj.estimate) / durationMs.estimate,
  };
}
