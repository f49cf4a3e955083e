export type { PreflightSeverity, PreflightResolution } from './preflight-check';
export type { PreflightExpectation, PreflightObservation } from './preflight-observation';
export * from './judge-preflight';
