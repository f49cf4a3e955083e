export * from './judge';
export * from './judge-leftovers';
export * from './judging.module';
export * from './recompute/recompute.module';
export * from './recompute/recompute.service';
export { settleTrials } from './settle-trial';
export { rewriteCellStatistics } from './update-cell-statistics';
