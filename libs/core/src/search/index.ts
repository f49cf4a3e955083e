export * from './decide-search';
export * from './fit-search';
export * from './pareto-front';
export * from './search-problem';
export * from './search-view';
export * from './view-search';
