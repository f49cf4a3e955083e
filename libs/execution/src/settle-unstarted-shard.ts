import { stopToTell, type Health } from '@joulefleet/core';
import type { Nudges } from '@joulefleet/queue';
import { readCampaignState, type BegunShard, type Database } from '@joulefleet/store';
import { settleJudgedShard } from './settle-judged-shard';

/**
 * Settles a shard that no device has heard of, when its campaign was paused or cancelled before it came to be executed. The
 * device is not touched, and as good as it was. False: it is to be executed, or ended on its device.
 */
export async function settleUnstartedShard(
  { database, nudges }: { database: Database; nudges: Nudges },
  shard: BegunShard,
): Promise<boolean> {
  if (shard.previouslyStarted || !stopToTell(await readCampaignState(database, shard.campaignId), null)) return false;
  await settleJudgedShard(database, shard, {
    availability: 'ready',
    health: shard.device.health as Health,
    reason: null,
  });
  nudges.publish('dispatch');
  return true;
}
