import type { CampaignState } from './campaign-states';

/** How a shard is ended before its time: `pause` lets the trial in hand end, `cancel` does not. */
export type ShardStop = 'pause' | 'cancel';

/**
 * What a shard's agent is still to be told when its campaign stands so. A cancel goes over a pause that was told before; a
 * campaign that is resumed meanwhile has its trials measured by another shard.
 */
export function stopToTell(campaign: CampaignState, told: ShardStop | null): ShardStop | null {
  if (campaign === 'cancelled') return told === 'cancel' ? null : 'cancel';
  if (campaign === 'paused') return told === null ? 'pause' : null;
  return null;
}
