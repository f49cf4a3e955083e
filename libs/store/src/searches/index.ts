export * from './append-search-trials';
export * from './find-earlier-campaigns';
export * from './finish-search';
export * from './read-earlier-cells';
export { readSearchDevices, type SearchingDevice } from './read-search-devices';
export * from './read-search-space';
export * from './read-search-trials';
export * from './withdraw-trials';
