export * from './execution.module';
export { settleUnstartedShard } from './settle-unstarted-shard';
