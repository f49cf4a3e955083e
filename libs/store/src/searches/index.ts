export * from './append-search-trials';
export { readSearchDevices, type SearchingDevice } from './read-search-devices';
export * from './read-search-space';
export * from './read-search-trials';
export * from './withdraw-trials';
