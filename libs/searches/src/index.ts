export * from './build-searches';
export * from './propose-trials';
export * from './searches.module';
export * from './searches.service';
