import { stopReason, type Health } from '@joulefleet/core';
import type { Nudges } from '@joulefleet/queue';
import type { BegunShard, Database } from '@joulefleet/store';
import { settleJudgedShard } from './settle-judged-shard';

/**
 * Settles a shard that was never sent to its device, when its campaign was paused or cancelled before, or the device is to go
 * into quarantine. The device is not touched; its health stays as it was. False: the shard is to be executed, or ended on its
 * device.
 */
export async function settleUnstartedShard(
  { database, nudges }: { database: Database; nudges: Nudges },
  shard: BegunShard,
): Promise<boolean> {
  if (shard.previouslyStarted) return false;
  if (!stopReason(shard.campaignState, shard.device.pendingExit !== null)) return false;
  await settleJudgedShard(database, shard, {
    availability: 'ready',
    health: shard.device.health as Health,
    reason: null,
  });
  nudges.publish('dispatch');
  return true;
}
