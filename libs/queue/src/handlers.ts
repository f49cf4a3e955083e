import type { ShardJob, TraceJob } from '@joulefleet/contracts';

/** Executes one shard to its end. `signal` fires when the process shuts down or the job is cancelled. */
export abstract class ShardHandler {
  abstract execute(job: ShardJob, signal: AbortSignal): Promise<void>;
}

/** Commits records; a stale or repeated one changes nothing and is not an error. */
export abstract class TraceHandler {
  abstract commit(job: TraceJob): Promise<void>;
}
