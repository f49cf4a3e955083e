export * from './decide-search';
export * from './fit-search';
export { costFunction } from './objective-cost';
export * from './pareto-front';
export * from './search-problem';
export * from './search-view';
export { batchesOf, type Figures } from './trial-figures';
export * from './view-search';
