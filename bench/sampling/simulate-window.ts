import { integrateEnergy, type PowerSamples, type Random } from '@joulefleet/core';

/** Power that swings within each batch: the CPU prepares it, then the GPU computes. Every batch is the same. */
export interface Batch {
  batchUs: number;
  /** Part of the batch that the CPU takes, 0 to 1. */
  cpuShare: number;
  cpuMw: number;
  gpuMw: number;
}

/** Time from one reading to the next, in µs. */
export type NextUs = () => number;

/** The sampler runs this long before the window, so that its phase at the start is random. */
const RUN_IN_US = 1_000_000;

/**
 * Relative error, in percent, of the product's energy of one simulated window against its exact energy. The window is of whole
 * batches and about `durationUs` long; readings are points in time, as of a sensor without averaging, and have no error of
 * their own: what is left is that of the sampling.
 */
export function windowErrorPct(batch: Batch, durationUs: number, nextUs: NextUs, random: Random): number {
  const endUs = Math.max(1, Math.round(durationUs / batch.batchUs)) * batch.batchUs;
  const energy = integrateEnergy(readings(batch, endUs, nextUs, random), { startUs: 0, endUs });
  if (!energy) throw new RangeError(`no reading within ${endUs} µs`);
  return 100 * (energy.meanPowerMw / meanPowerMw(batch) - 1);
}

function readings(batch: Batch, endUs: number, nextUs: NextUs, random: Random): PowerSamples {
  const tUs: number[] = [];
  const powerMw: number[] = [];
  for (let t = -RUN_IN_US * (1 + random()); t <= endUs; t += nextUs()) {
    if (t < 0) continue;
    tUs.push(t);
    powerMw.push(powerAtMw(batch, t));
  }
  return { tUs, powerMw };
}

function powerAtMw({ batchUs, cpuShare, cpuMw, gpuMw }: Batch, tUs: number): number {
  return tUs % batchUs < cpuShare * batchUs ? cpuMw : gpuMw;
}

function meanPowerMw({ cpuShare, cpuMw, gpuMw }: Batch): number {
  return cpuShare * cpuMw + (1 - cpuShare) * gpuMw;
}
