import { batchPhases } from './batch-phases';
import type { PowerSamples } from './select-inside';
import { starDiscrepancy } from './star-discrepancy';

/** Above this the sampling, not the workload, may have shaped the figure (MEASUREMENT 2). */
export const ALIAS_LIMIT = 0.01;

/** A stretch of the batch that no sample fell into is unseen when it is longer than this share of the batch. */
const UNSEEN_STRETCH = 0.1;
/** Power that is assumed to differ, in an unseen stretch, by so many times the mean power. */
const ASSUMED_SWING = 1;
const MAX_BINS = 16;
const SAMPLES_PER_BIN = 8;

/** How far mean power may be off by when it was read. */
export interface SamplingBound {
  /** Bound of the relative error, 1 % = 0.01. */
  boundShare: number;
  /** What may be off, and the figures behind it, for people. */
  what: string;
  detail: string;
}

/** Relative figures, 1 % = 0.01. */
export interface AliasBound extends SamplingBound {
  starDiscrepancy: number;
  /** Total variation of power within a batch, relative to mean power, as far as it was seen. */
  variationShare: number;
  /** The longest stretch of a batch that no sample fell into; 0 when short enough to be ignored. */
  unseenShare: number;
}

interface PhasedSample {
  phase: number;
  powerMw: number;
}

/**
 * How far sampling in step with the batches may have put mean power off. By the inequality of Koksma and Hlawka (Niederreiter
 * 1992, theorem 2.9) a mean over points is off by at most their star discrepancy times the variation of the function: here
 * the samples' phases within their batches, and power as a function of phase. Where no sample fell the variation cannot be
 * seen, which is just what happens when the period is a multiple of the batch: there a swing is assumed, less what the
 * sensor's averaging smooths away.
 *
 * @param marksUs boundaries of the batches, increasing; samples outside are left out.
 * @param averagingUs length that a reading is at least averaged over; 0 for point samples.
 * @returns null when no sample lies between the marks or their mean power is not positive.
 */
export function aliasBound(inside: PowerSamples, marksUs: readonly number[], averagingUs = 0): AliasBound | null {
  const samples = phasedSamples(inside, marksUs);
  const meanMw = meanPower(samples);
  if (!(meanMw > 0)) return null;
  const phases = samples.map((s) => s.phase);
  const discrepancy = starDiscrepancy(phases);
  const variationShare = variationOf(samples) / meanMw;
  const unseenShare = longestStretch(phases);
  const batchUs = (marksUs.at(-1)! - marksUs[0]!) / (marksUs.length - 1);
  const unseenError = unseenShare * ASSUMED_SWING * swingLeft(averagingUs / batchUs);
  return {
    starDiscrepancy: discrepancy,
    variationShare,
    unseenShare,
    boundShare: discrepancy * variationShare + unseenError,
    what: 'sampling in step with the batches',
    detail: `discrepancy ${discrepancy.toFixed(3)}, ${(100 * unseenShare).toFixed(0)} % of the batch unseen`,
  };
}

function phasedSamples({ tUs, powerMw }: PowerSamples, marksUs: readonly number[]): PhasedSample[] {
  return batchPhases(tUs, marksUs)
    .flatMap((phase, i) => (phase === null ? [] : [{ phase, powerMw: powerMw[i]! }]))
    .sort((a, b) => a.phase - b.phase);
}

function meanPower(samples: readonly PhasedSample[]): number {
  return samples.reduce((sum, s) => sum + s.powerMw, 0) / samples.length;
}

/**
 * Variation of power over phase, in mW: the path through the means of bins of phase; not less than the spread of the samples
 * (5th to 95th percentile), because batches of unsteady length smear the phases and hide the path.
 */
function variationOf(samples: readonly PhasedSample[]): number {
  const bins = Math.min(MAX_BINS, Math.max(1, Math.floor(samples.length / SAMPLES_PER_BIN)));
  const filled = Array.from({ length: bins }, (_, bin) => samples.filter((s) => Math.floor(s.phase * bins) === bin));
  const means = filled.filter((bin) => bin.length > 0).map(meanPower);
  const path = means.slice(1).reduce((sum, mean, i) => sum + Math.abs(mean - means[i]!), 0);
  return Math.max(path, spreadOf(samples.map((s) => s.powerMw)));
}

function spreadOf(powersMw: number[]): number {
  const ordered = powersMw.sort((a, b) => a - b);
  const last = ordered.length - 1;
  return ordered[Math.ceil(0.95 * last)]! - ordered[Math.floor(0.05 * last)]!;
}

/** The longest part of a batch between two phases that follow each other, round the batch's end; 0 when ignored. */
function longestStretch(ordered: readonly number[]): number {
  const longest = ordered.reduce((max, phase, i) => {
    const next = i + 1 < ordered.length ? ordered[i + 1]! : ordered[0]! + 1;
    return Math.max(max, next - phase);
  }, 0);
  return longest > UNSEEN_STRETCH ? longest : 0;
}

/**
 * Part of a batch's swing that an average over `batches` batches can still be off by. Over n whole batches and a part r of
 * one it is (r / (n + r)) (1 - r): 1 - r below one batch, at most 1 / (4 batches) above.
 */
function swingLeft(batches: number): number {
  return batches < 1 ? Math.max(1 - batches, 0.25) : 0.25 / batches;
}
