import type { CampaignView } from '@joulefleet/contracts';
import { formatCount } from '@joulefleet/figures';

/** What became of a campaign that was paused. */
export function renderPaused(campaign: CampaignView, resumeCommand: string): string {
  const inHand = campaign.trials.assigned > 0 ? ' Those in hand end first, and count.' : '';
  return `${campaign.name} is paused, ${left(campaign)} to come.${inHand}\nGo on: ${resumeCommand}`;
}

export function renderResumed(campaign: CampaignView, watchCommand: string): string {
  return `${campaign.name} goes on, ${left(campaign)} to come.\nWatch it: ${watchCommand}`;
}

export function renderStopped(campaign: CampaignView, reportCommand: string): string {
  const { accepted, total } = campaign.trials;
  const inHand = campaign.finishedAt === null ? ' Trials in hand end first, and count.' : '';
  return `${campaign.name} is stopped, ${accepted} of ${total} trials were accepted.${inHand}\nCompare them: ${reportCommand}`;
}

/** A search that goes on has no trials until the dispatcher asks it for some. */
export function renderFilled(campaign: CampaignView, watchCommand: string): string {
  const { name, state, strategy, trials } = campaign;
  if (state === 'paused') return `${name} is paused: nothing is measured until it is resumed.`;
  if (state === 'running' && strategy.name === 'search') return `${name} goes on searching.\nWatch it: ${watchCommand}`;
  if (trials.pending + trials.assigned === 0) return `Nothing is missing in ${name} that could be measured again.`;
  return `${name} measures what is missing, ${left(campaign)} to come.\nWatch it: ${watchCommand}`;
}

export function renderCancelled(campaign: CampaignView, watchCommand: string): string {
  const { accepted, total } = campaign.trials;
  const what = `${campaign.name} is cancelled, ${accepted} of ${total} trials were accepted; they stay.`;
  if (campaign.finishedAt !== null) return `${what}\nNo device is at work for it.`;
  return `${what}\nIts devices are being restored. Watch it: ${watchCommand}`;
}

/** The dispatcher appends the new trials within seconds. */
export function renderExtended(campaign: CampaignView, repetitions: number | null, watchCommand: string): string {
  const { name, state } = campaign;
  const more = repetitions === 1 ? 'one more repetition' : `${repetitions} more repetitions`;
  const next = state === 'paused' ? ' It is paused.' : '';
  if (repetitions === null) return `${name} is extended, ${left(campaign)} to come.${next}\nWatch it: ${watchCommand}`;
  return `${name} gets ${more} of every cell.${next}\nWatch it: ${watchCommand}`;
}

export function renderShared({ name, owner, sharedWith }: CampaignView): string {
  const others = sharedWith.length > 0 ? sharedWith.join(', ') : 'nobody';
  return `${name} is ${owner ? `${owner}'s` : 'for admins'} and shared with ${others}.`;
}

function left({ trials }: CampaignView): string {
  return formatCount(trials.pending + trials.assigned, 'trial');
}
