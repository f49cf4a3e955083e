import type { SweepLimits } from '@joulefleet/core';

/** How large a campaign may be. */
export interface CampaignLimits extends SweepLimits {
  maxTrials: number;
}

/** Injects the `CampaignLimits`. */
export const CAMPAIGN_LIMITS = Symbol('CAMPAIGN_LIMITS');

/** Larger ones are a slip: a device needs years for a third of so many trials. */
export const DEFAULT_CAMPAIGN_LIMITS: CampaignLimits = { maxTrials: 1_000_000, maxCells: 100_000 };
