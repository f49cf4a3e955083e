import { Fault, type DeviceCondition } from '@joulefleet/core';
import { judgeLeftovers } from '@joulefleet/judging';
import { settleShard, type Database, type DeviceEventToSave, type PlacedShard } from '@joulefleet/store';

/** Records that are committed in between complete further attempts: each round judges those. */
const MAX_ROUNDS = 20;

/** Judges what is left of a shard and settles it. False: stale fence, nothing has changed. */
export async function settleJudgedShard(
  database: Database,
  shard: PlacedShard,
  after: DeviceCondition,
  event?: DeviceEventToSave,
): Promise<boolean> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await judgeLeftovers(database, shard.shardId);
    const settlement = await settleShard(database, shard, after, event);
    if (settlement !== 'unjudged') return settlement === 'settled';
  }
  throw new Fault(`shard ${shard.shardId}: attempts are still not judged after ${MAX_ROUNDS} rounds`, {
    code: 'shard_unjudged',
    origin: 'controller',
    transient: true,
  });
}
