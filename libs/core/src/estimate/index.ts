export { ESTIMATE_SOURCES } from './cell-estimates';
export type { DeviceEstimate, PlannedDevice } from './estimate-device';
export { estimatePlan, type Known, type PlanEstimate } from './estimate-plan';
export type { KnownCell, KnownShard } from './known-cell';
export { timeBetweenShards } from './time-between-shards';
export { remainingTime, type TimedShards } from './remaining-time';
export type { StartRule } from './start-rule';
export { FIRST_SHARD_TRIALS, MAX_SHARD_TRIALS, type ShardSize } from './shard-size';
