export * from './commit-record';
export * from './ingest.module';
