import type { AgentProgress, Facts, PreflightEvidence, ShardSpec } from '@joulefleet/contracts';
import type { ShardTable } from './shard-table';
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

/** What a device without a Python says of itself in `hello`. */
export interface ServedIdentity {
  python: string;
  simulated: boolean;
  serial: string;
}

/** A device that speaks the agent's protocol by itself (docs/agent-protocol.md): what of it outlives its connections. */
export interface ServedDevice {
  readonly table: ShardTable<ServedShard>;
  /** When a controller said something last, on a clock that is never set, in ms. */
  heardAtMs: number;
  identity(): ServedIdentity;
  /** What its monotonic clock shows, in µs. */
  nowUs(): number;
  /** Calls `changed` when a shard has new records or new progress, until the returned function is called. */
  listen(changed: () => void): () => void;
  facts(): Facts;
  preflight(): Promise<PreflightEvidence>;
}
