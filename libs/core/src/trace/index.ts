export type { EncodedTrace, Trace } from './trace';
export { railPowerMw } from './trace';
export * from './decode-trace';
export * from './encode-trace';
export * from './join-traces';
export * from './summarise-trace';
