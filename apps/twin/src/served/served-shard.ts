import type { AgentProgress, ShardSpec } from '@joulefleet/contracts';
import type { Spool } from './spool';

/** A shard as a connection sees it. */
export interface ServedShard {
  readonly spec: ShardSpec;
  readonly spool: Spool;
  /** A new object whenever something changed. */
  readonly progress: AgentProgress;
  /** Ends it after the trial in hand. */
  pause(): void;
  /** Ends it now. */
  cancel(reason: 'cancelled' | 'superseded'): void;
}
