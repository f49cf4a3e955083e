import { derivedRandom, planPeriod, type Random } from '@joulefleet/core';
import { type Batch, type NextUs, windowErrorPct } from './simulate-window';

/** How the agent's sampler goes on, for batches that the warm-up found to take `batchUs`. */
export type Sampling = (batchUs: number, random: Random) => NextUs;

const MEAN_US = 100_000;
/** `DITHER_SHARES` of agent/joulefleet_agent/sampling_plan.py. */
const DITHER = { from: 0.6, to: 1.4 };

/** The study's sampling: every 100 ms regardless of batches. */
export const fixed: Sampling = () => () => MEAN_US;

export const dither: Sampling = (_, random) => () => MEAN_US * (DITHER.from + (DITHER.to - DITHER.from) * random());

export const batchAware: Sampling = (batchUs) => {
  const periodUs = planPeriod(batchUs, MEAN_US);
  return () => periodUs;
};

/** Batch-aware for a batch that the warm-up took to be 1 % longer or shorter than it is. */
export const batchAwareMisjudged: Sampling = (batchUs, random) =>
  batchAware(batchUs * (random() < 0.5 ? 0.99 : 1.01), random);

export interface Simulation {
  batches: readonly Batch[];
  durationUs: number;
  /** Windows per batch period, each with another start. */
  windows: number;
  seed: number;
}

/** The rms error in percent of the batch period that a sampling is worst at: an average would hide that it fails at some. */
export function worstRmsPct(sampling: Sampling, { batches, durationUs, windows, seed }: Simulation): number {
  const rms = batches.map((batch) => {
    const random = derivedRandom(seed, `batch ${batch.batchUs}`);
    const errors = Array.from({ length: windows }, () =>
      windowErrorPct(batch, durationUs, sampling(batch.batchUs, random), random),
    );
    return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / windows);
  });
  return Math.max(...rms);
}
