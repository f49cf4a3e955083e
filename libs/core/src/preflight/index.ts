export type { PreflightSeverity, PreflightWay } from './preflight-check';
export type { PreflightExpectation, PreflightObservation } from './preflight-observation';
export * from './judge-preflight';
