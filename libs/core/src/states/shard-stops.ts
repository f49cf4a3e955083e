import type { CampaignState } from './campaign-states';

/** How a shard is ended before its time: `pause` lets the trial in hand end, `cancel` does not. */
export type ShardStop = 'pause' | 'cancel';

/** Why a shard is ended before its time. */
export type StopReason = 'campaign_paused' | 'campaign_stopped' | 'campaign_cancelled' | 'quarantine_requested';

/**
 * Why a shard has to end, if it has to; a cancel comes before all else. A campaign that is resumed meanwhile has its trials
 * measured by another shard.
 */
export function stopReason(campaign: CampaignState, quarantineRequested: boolean): StopReason | null {
  if (campaign === 'cancelled') return 'campaign_cancelled';
  if (campaign === 'paused') return 'campaign_paused';
  if (campaign === 'stopped') return 'campaign_stopped';
  return quarantineRequested ? 'quarantine_requested' : null;
}

/** Milliseconds that an agent has to end a shard after it was asked to. */
export interface StopLimits {
  /** The longest trial, and the restore after it. */
  pauseMs: number;
  /** The restore. */
  cancelMs: number;
}

/** Since when a stop is due, in milliseconds of one clock; null: it is not. */
export interface StopsDue {
  pauseSinceMs: number | null;
  cancelSinceMs: number | null;
}

export const NO_STOP_DUE: StopsDue = { pauseSinceMs: null, cancelSinceMs: null };

/** `give_up`: the agent does not end the shard; the shard is settled without it. */
export type StopStep = 'none' | ShardStop | 'give_up';

/**
 * What has to be done to end a shard, and since when each stop is due: a pause that takes longer than its limit becomes a
 * cancel, a cancel that does is given up. A stop that became due stays so, because the agent may have been asked already.
 */
export function planStop(
  reason: StopReason | null,
  due: StopsDue,
  nowMs: number,
  limits: StopLimits,
): { step: StopStep; due: StopsDue } {
  const pauseSinceMs = due.pauseSinceMs ?? (reason === null ? null : nowMs);
  const overdue = pauseSinceMs !== null && nowMs - pauseSinceMs >= limits.pauseMs;
  const cancelSinceMs = due.cancelSinceMs ?? (reason === 'campaign_cancelled' || overdue ? nowMs : null);
  const next = { pauseSinceMs, cancelSinceMs };
  if (cancelSinceMs === null) return { step: pauseSinceMs === null ? 'none' : 'pause', due: next };
  return { step: nowMs - cancelSinceMs >= limits.cancelMs ? 'give_up' : 'cancel', due: next };
}
