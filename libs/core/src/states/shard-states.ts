import type { Transitions } from './transitions';

/** A requeued shard is queued again under a new lease; a settled one is over, whatever became of its trials. */
export type ShardState = 'queued' | 'executing' | 'settled';

export const SHARD_TRANSITIONS: Transitions<ShardState> = {
  queued: ['executing', 'settled'],
  executing: ['queued', 'settled'],
  settled: [],
};
