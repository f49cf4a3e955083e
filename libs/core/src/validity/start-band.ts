import type { TrialLimits } from './trial-evidence';

/** A trial begins when the die is within this of the band its device usually begins at (MEASUREMENT 6). */
export const START_TOLERANCE_C = 2;
/** Fewer trials say little of what is usual. */
const MIN_TRIALS = 10;
/** This part of the trials, at either end, is not usual. */
const TAIL = 0.1;

/** Temperatures at which a trial started, in degrees C: before its workload was loaded (null: not recorded), and at the window. */
export interface StartTemperatures {
  beforeC: number | null;
  startC: number;
}

/** Temperatures between which trials of a device usually start, by those that it started before; null where they are too few. */
export function learnStartBand(starts: readonly StartTemperatures[]): TrialLimits['startBandC'] {
  if (starts.length < MIN_TRIALS) return null;
  const sorted = starts.map(({ startC }) => startC).sort((a, b) => a - b);
  const cut = Math.floor(TAIL * sorted.length);
  return { low: sorted[cut]!, high: sorted[sorted.length - 1 - cut]! };
}

/** By how much loading and warming up usually raise the temperature: the median; 0 before it is learnt. */
export function learnStartRise(starts: readonly StartTemperatures[]): number {
  const rises = starts.flatMap(({ beforeC, startC }) => (beforeC === null ? [] : [startC - beforeC]));
  if (rises.length < MIN_TRIALS) return 0;
  return rises.sort((a, b) => a - b)[Math.floor(rises.length / 2)]!;
}
