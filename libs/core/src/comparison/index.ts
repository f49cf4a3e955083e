export * from './sentinel-drift';
export type { AcceptedTrial, CellSummary, MeasuredCell } from './measured-cell';
export { repeatabilityOfDevices } from './estimate-cells';
export * from './rank-cells';
export * from './pareto-front';
export * from './luck-of-choice';
export * from './compare-cells';
export * from './compare-devices';
export * from './compare-campaigns';
