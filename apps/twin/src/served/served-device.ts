import type { Facts, PreflightEvidence } from '@joulefleet/contracts';
import type { ServedShard } from './served-shard';
import type { ShardTable } from './shard-table';

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
