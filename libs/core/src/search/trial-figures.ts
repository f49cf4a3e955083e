import type { SearchCandidate, SearchTrial } from './search-problem';

/** What a trial or a cell costs. */
export interface Figures {
  /** Mean time of a batch, in ms. */
  readonly latencyMs: number;
  readonly powerMw: number;
}

/** Of an accepted trial; null where something is missing or no number. */
export function figuresOf({ levels }: SearchCandidate, trial: SearchTrial): Figures | null {
  if (!isMeasured(trial)) return null;
  const { durationMs, energyMj } = trial;
  return { latencyMs: durationMs / batchesOf(levels), powerMw: (1e3 * energyMj) / durationMs };
}

export function batchesOf({ inferences, batchSize }: { inferences: number; batchSize: number }): number {
  return Math.ceil(inferences / batchSize);
}

/** Energy of an inference, in mJ. */
export function energyMjOf(
  latencyMs: number,
  powerMw: number,
  { inferences, batchSize }: SearchCandidate['levels'],
): number {
  return (powerMw * latencyMs * batchesOf({ inferences, batchSize })) / inferences / 1e3;
}

/** Accepted, with figures that a cost can be made of. */
export function isMeasured({ state, durationMs, energyMj }: SearchTrial): boolean {
  return state === 'accepted' && isPositive(durationMs) && isPositive(energyMj);
}

function isPositive(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}
