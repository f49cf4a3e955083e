export * from './judge';
export * from './judge-leftovers';
export * from './judging.module';
