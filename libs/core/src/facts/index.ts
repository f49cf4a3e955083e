export type { ComparableFacts, DriftSeverity, FactsDrift } from './comparable-facts';
export * from './compare-facts';
export * from './not-there-yet';
