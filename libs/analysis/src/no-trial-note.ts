import type { CampaignView } from '@joulefleet/contracts';
import { commandInText, hasEnded } from '@joulefleet/core';

/** Why a campaign without an accepted trial shows nothing, and what helps. */
export function noTrialNote({ trials, state }: Pick<CampaignView, 'trials' | 'state'>): string {
  if (!hasEnded(state)) return 'no trial is accepted yet';
  return `no trial was accepted (${trials.failed} failed, ${trials.skipped} skipped): ${commandInText('campaign report')} has the reasons, ${commandInText('campaign fill')} measures what is missing`;
}
