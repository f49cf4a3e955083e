import type { Transitions } from './transitions';

export type CampaignState = 'draft' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed';

export const CAMPAIGN_TRANSITIONS: Transitions<CampaignState> = {
  draft: ['running', 'cancelled'],
  running: ['paused', 'completed', 'cancelled', 'failed'],
  paused: ['running', 'cancelled'],
  /** Extended by more repetitions. */
  completed: ['running'],
  cancelled: [],
  failed: [],
};

/** Nothing is measured any more. A completed campaign may still be extended. */
const ENDED: ReadonlySet<CampaignState> = new Set(['completed', 'cancelled', 'failed']);

export function hasEnded(state: CampaignState): boolean {
  return ENDED.has(state);
}
