import { factorLevels, normalDeviate, type AcceptedTrial, type MeasuredCell, type Random } from '@joulefleet/core';

const DURATION_MS = 20_000;

/** A cell of one device and workload, measured by a sensor without faults. The first cell of a surface is the baseline. */
export function drawCell(place: number, truthMj: number, measured: { trials: number; sdLog: number }, random: Random) {
  const trials = Array.from({ length: measured.trials }, (_, block) =>
    trialOf(truthMj * Math.exp(measured.sdLog * normalDeviate(random)), block),
  );
  return cellOf(place, trials);
}

export function cellOf(place: number, trials: readonly AcceptedTrial[]): MeasuredCell {
  return {
    ...{ cellKey: String(place).padStart(4, '0'), device: 'd', deviceClass: 'jetson-nano' },
    ...{ workload: 'w', graphMode: 'dynamic', inferences: 1_000, trials },
    levels: factorLevels({ cpuKhz: place === 0 ? 'dvfs' : 1e6, gpuHz: place === 0 ? 'dvfs' : place * 1e6 }),
  };
}

/** The place that `cellOf` was called with. */
export function placeOf({ cellKey }: { cellKey: string }): number {
  return Number(cellKey);
}

function trialOf(energyMj: number, block: number): AcceptedTrial {
  const certain = { absoluteUncertaintyMj: 0, relativeUncertaintyMj: 0 };
  const meanPowerMw = (1e3 * energyMj) / DURATION_MS;
  return { energyMj, netEnergyMj: null, durationMs: DURATION_MS, meanPowerMw, block, ...certain };
}
