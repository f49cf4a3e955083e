/** Phases of a trial before its inferences. */
export const EARLY_PHASES = ['load', 'warmup'] as const;
export type EarlyPhase = (typeof EARLY_PHASES)[number];

/** Energy of one phase of a trial. */
export interface PhaseFigures {
  energyMj: number;
  durationMs: number;
  meanPowerMw: number;
  /** Expanded (k = 2), every part. */
  uncertaintyMj: number;
}

/** Of each phase; null: too short for a reading, or the workload did not mark it. */
export type TrialPhases = Readonly<Record<EarlyPhase, PhaseFigures | null>>;
