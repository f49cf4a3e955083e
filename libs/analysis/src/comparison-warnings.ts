import type { CampaignView } from '@joulefleet/contracts';
import { firstTexts, hasEnded } from '@joulefleet/core';

const MAX_SETUPS = 5;

interface Compared {
  campaign: Pick<CampaignView, 'name' | 'simulated' | 'state'>;
  reference: Pick<CampaignView, 'name' | 'simulated' | 'state'>;
  setups: readonly ReadonlySet<string>[];
  cells: readonly { rankable: boolean }[];
}

/** What a reader of a comparison must know before quoting it; pure. */
export function* comparisonWarnings({ campaign, reference, setups, cells }: Compared): Generator<string> {
  if (campaign.simulated || reference.simulated) {
    const which = campaign.simulated && reference.simulated ? 'both campaigns' : 'one of the campaigns';
    yield `simulated: the figures of ${which} come from twins, not from boards`;
  }
  for (const { name, state } of [campaign, reference]) {
    if (!hasEnded(state)) yield `${name} is ${state}: more trials are still to come`;
  }
  const low = cells.filter(({ rankable }) => !rankable).length;
  if (low > 0) {
    yield `${low} of ${cells.length} cells have a trust grade of D or worse on one side or both: too low to rank`;
  }
  const all = [...new Set(setups.flatMap((each) => [...each]))].sort();
  if (all.length > 1) {
    yield `rails were read in different ways (${firstTexts(all, MAX_SETUPS).join('; ')}): a change may be the meter's`;
  }
}
