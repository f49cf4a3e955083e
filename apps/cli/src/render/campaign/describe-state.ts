import type { CampaignView } from '@joulefleet/contracts';

/** A campaign's state for a reader; `ending`: a device is still measuring its last trial, or is being restored. */
export function describeState({ state, cancelledBy, finishedAt, trials }: CampaignView): string {
  if (state === 'cancelled') return `cancelled by ${cancelledBy ?? 'nobody'}${finishedAt === null ? ', ending' : ''}`;
  return state === 'paused' && trials.assigned > 0 ? 'paused, ending' : state;
}
