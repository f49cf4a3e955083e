import type { LanesView } from '@joulefleet/contracts';
import type { CampaignDeed } from '@joulefleet/store';

/** Pauses that overlap a range, in ms since its begin; the last one lasts while nobody let the campaign go on or ended it. */
export function pauseSpans(deeds: readonly CampaignDeed[], fromMs: number, toMs: number): LanesView['pauses'] {
  const pauses: LanesView['pauses'] = [];
  for (const { atMs, action, by } of deeds) {
    const last = pauses.at(-1);
    if (action === 'campaign.pause') pauses.push({ startMs: Math.round(atMs - fromMs), endMs: null, by });
    else if (last?.endMs === null) last.endMs = Math.round(atMs - fromMs);
  }
  return pauses.filter(({ startMs, endMs }) => startMs < toMs - fromMs && (endMs === null || endMs > 0));
}
