/** Shards of a campaign on one device so far. */
export interface ShardsSoFar {
  /** Trials that are done, and that are left. */
  readonly done: number;
  readonly left: number;
  readonly endedShards: number;
  /** What usually lies between two of them; null: there were no two. */
  readonly betweenShardsS: number | null;
}

/**
 * The time that will lie between the shards to come: as many trials in each as so far, and as long between them. What is left of the
 * shard in hand counts as a shard too, because none is known to be the last.
 */
export function timeBetweenShards({ done, left, endedShards, betweenShardsS }: ShardsSoFar): number {
  if (betweenShardsS === null || endedShards === 0 || done === 0 || left <= 0) return 0;
  const toCome = Math.ceil((left * endedShards) / done);
  return (toCome - 1) * betweenShardsS;
}
