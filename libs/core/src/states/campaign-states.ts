import type { Transitions } from './transitions';

export type CampaignState = 'draft' | 'running' | 'paused' | 'completed' | 'stopped' | 'cancelled' | 'failed';

export const CAMPAIGN_TRANSITIONS: Transitions<CampaignState> = {
  draft: ['running', 'cancelled'],
  running: ['paused', 'completed', 'stopped', 'cancelled', 'failed'],
  paused: ['running', 'stopped', 'cancelled'],
  /** Extended, or filled. */
  completed: ['running'],
  stopped: ['running'],
  cancelled: [],
  /** Extended, or filled, when a device is back. */
  failed: ['running'],
};

/** Nothing is measured any more. All but a cancelled campaign may still be extended or filled. */
const ENDED: ReadonlySet<CampaignState> = new Set(['completed', 'stopped', 'cancelled', 'failed']);

export function hasEnded(state: CampaignState): boolean {
  return ENDED.has(state);
}

/** Whether a person ended it before all was measured: `stopped` at the end of each trial in hand, `cancelled` at once. */
export function endsEarly(state: CampaignState): state is 'stopped' | 'cancelled' {
  return state === 'stopped' || state === 'cancelled';
}
