export * from './clock-sweep';
export type { FittedLine } from './fit-line';
export type { Plateau } from './latency-plateau';
export type { ViewPoint, ViewSubject } from './view-point';
