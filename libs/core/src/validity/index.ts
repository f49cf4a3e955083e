export type { ClockReading, TrialEvidence, TrialLimits } from './trial-evidence';
export type { ClockResidency, DomainResidency } from './clock-residency';
export { DEFAULT_LIMITS, inferenceWindow, timeOf } from './trial-evidence';
export type { Severity, TrialCheck } from './trial-check';
export * from './check-trial';
export { learnStartBand, learnStartRise, START_TOLERANCE_C } from './start-band';
export type { StartTemperatures } from './start-band';
export { areBatchesComplete } from './window-checks';
