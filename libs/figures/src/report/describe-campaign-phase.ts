import type { CampaignView } from '@joulefleet/contracts';

/** The phase of a campaign for a reader: `paused, ending` while devices are still at work for it. */
export function describeCampaignPhase({ phase, cancelledBy, stoppedBy, failedBecause, trials }: CampaignView): string {
  switch (phase) {
    case 'pausing':
      return 'paused, ending';
    case 'stopping':
      return `stopped by ${stoppedBy ?? 'nobody'}, ending`;
    case 'stopped':
      return `stopped by ${stoppedBy ?? 'nobody'}`;
    case 'cancelling':
      return `cancelled by ${cancelledBy ?? 'nobody'}, ending`;
    case 'cancelled':
      return `cancelled by ${cancelledBy ?? 'nobody'}`;
    case 'failed':
      return failedBecause === null ? phase : `failed: ${failedBecause}`;
    case 'completed':
      return trials.accepted === 0 && trials.total > 0 ? 'completed, nothing accepted' : phase;
    default:
      return phase;
  }
}
