export { toStoredEnds } from './ended-searches';
export * from './guided-search';
export * from './propose-trials';
export { readSearches } from './read-searches';
export * from './searches.module';
export * from './searches.service';
