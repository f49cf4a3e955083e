import type { Observation, ProcessSpec } from './relative-kernel';

/** What a cell's figure is about: physics by a first fit, between the least and the greatest that it may be. */
export interface Scaling {
  readonly means: Float64Array;
  readonly low: number;
  readonly high: number;
}

/** Beyond what was measured, by so many times: clocks that nobody measured may be slower, or take less. */
const BEYOND = 3;
const BELOW = 0.5;

/** @param means what the first fit says of every cell. */
export function scalingOf(means: Float64Array, observations: readonly Observation[]): Scaling {
  const values = observations.map(({ value }) => value);
  return { means, low: BELOW * Math.min(...values), high: BEYOND * Math.max(...values) };
}

export function scaleAt({ means, low, high }: Scaling, row: number): number {
  return Math.min(high, Math.max(low, means[row]!));
}

/** Before anything is fitted: what was measured, with no cell but those that were. */
export function ownScaling({ space: { count } }: ProcessSpec, observations: readonly Observation[]): Scaling {
  const means = new Float64Array(count).fill(observations[0]!.value);
  for (const { row, value } of observations) means[row] = value;
  return scalingOf(means, observations);
}
