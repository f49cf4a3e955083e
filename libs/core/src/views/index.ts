export * from './batch-effect';
export * from './clock-sweep';
export * from './device-matrix';
export * from './device-ranking';
export type { FittedLine } from './fit-line';
export * from './front';
export type { Plateau } from './latency-plateau';
export type { PublishedAccuracy } from './published-accuracy';
export type { ViewPoint, ViewSubject } from './view-point';
