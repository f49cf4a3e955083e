/** Trials of a shard before the first has shown how long one takes. */
export const FIRST_SHARD_TRIALS = 12;
/** What is stored and sent for a shard is bounded, however short its trials. */
export const MAX_SHARD_TRIALS = 200;

/** How large the shards of a campaign are: so many trials, or else as many as fit into a time. */
export interface ShardSize {
  readonly trials: number | null;
  readonly timeMs: number;
}

/** In how many shards a device measures so many trials of this length. */
export function countShards(trials: number, trialMs: number, size: ShardSize): number {
  if (size.trials !== null) return Math.ceil(trials / size.trials);
  const later = Math.max(1, Math.min(MAX_SHARD_TRIALS, Math.floor(size.timeMs / Math.max(1, trialMs))));
  return (
    Math.ceil(Math.min(trials, FIRST_SHARD_TRIALS) / FIRST_SHARD_TRIALS) +
    Math.ceil(Math.max(0, trials - FIRST_SHARD_TRIALS) / later)
  );
}
