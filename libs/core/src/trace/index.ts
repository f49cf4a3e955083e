export type { EncodedTrace, Trace } from './trace';
export { MAX_CHUNK_SAMPLES, railPowerMw } from './trace';
export * from './decimate-trace';
export * from './decode-trace';
export * from './encode-trace';
export * from './join-traces';
export * from './summarise-trace';
