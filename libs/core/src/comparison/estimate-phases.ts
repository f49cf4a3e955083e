import type { EarlyPhase } from '../energy/phase-figures';
import { cellInterval } from '../statistics/cell-interval';
import type { DevicePools, PhasePools } from './device-pools';
import type { CellDigest, PhaseStatistics, PhaseSummary } from './measured-cell';

export function summarisePhases(
  { phases: { load, warmup } }: Pick<CellDigest, 'phases'>,
  pools: DevicePools,
): Readonly<Record<EarlyPhase, PhaseSummary | null>> {
  return {
    load: load && summarise(load, pools.ofPhase('load')),
    warmup: warmup && summarise(warmup, pools.ofPhase('warmup')),
  };
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
