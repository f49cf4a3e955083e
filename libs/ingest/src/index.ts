export * from './commit-records';
export * from './ingest.module';
