import type { TrialLimits } from './trial-evidence';

/** Fewer trials say little of what is usual. */
const MIN_TRIALS = 10;
/** This part of the trials, at either end, is not usual. */
const TAIL = 0.1;

/** Temperatures between which trials of a device usually start, by those that it started before; null where they are too few. */
export function learnStartBand(startsC: readonly number[]): TrialLimits['startBandC'] {
  if (startsC.length < MIN_TRIALS) return null;
  const sorted = [...startsC].sort((a, b) => a - b);
  const cut = Math.floor(TAIL * sorted.length);
  return { low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]! };
}
