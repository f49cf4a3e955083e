/**
 * Cuts one device's trials, in their order, into shards of at most `shardTrials`: the unit of retry and of what a lost
 * device can cost.
 */
export function cutShards<T>(trials: readonly T[], shardTrials: number): T[][] {
  if (!Number.isInteger(shardTrials) || shardTrials < 1) {
    throw new RangeError(`a shard holds at least one trial, not ${shardTrials}`);
  }
  const shards: T[][] = [];
  for (let start = 0; start < trials.length; start += shardTrials) {
    shards.push(trials.slice(start, start + shardTrials));
  }
  return shards;
}
