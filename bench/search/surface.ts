import type { SearchCandidate } from '@joulefleet/core';

/** True figures of every cell of a search space, and what a trial of it takes. */
export interface Surface {
  readonly name: string;
  readonly candidates: readonly SearchCandidate[];
  /** By candidate: window of a trial in ms, and energy in mJ. */
  readonly truth: readonly { durationMs: number; energyMj: number }[];
  /** Device time of a trial beyond its window, in s. */
  readonly overheadS: number;
}

export function trialS({ truth, overheadS }: Surface, row: number): number {
  return truth[row]!.durationMs / 1e3 + overheadS;
}

/** Device time of the whole sweep, in s. */
export function sweepS(surface: Surface, repetitions: number): number {
  return repetitions * surface.truth.reduce((sum, _, row) => sum + trialS(surface, row), 0);
}
