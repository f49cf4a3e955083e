export * from './phases';
export * from './batch-effect';
export * from './clock-sweep';
export * from './device-matrix';
export * from './device-ranking';
export type { FittedLine } from './fit-line';
export * from './front';
export { KeptFronts } from './kept-fronts';
export * from './governor-effect';
export * from './implementation-effect';
export * from './implementation-pairs';
export type { Plateau } from './latency-plateau';
export type { PublishedAccuracy } from './published-accuracy';
export {
  TOPOLOGY_METRICS,
  metricOf,
  savingGrades,
  topologyOf,
  type TopologyMetric,
  type TopologySurface,
} from './topology';
export { subjectOf, type ViewPoint, type ViewSubject } from './view-point';
