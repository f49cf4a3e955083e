import type { CampaignView } from '@joulefleet/contracts';
import { hasEnded } from '@joulefleet/core';
import { differentSetups } from './different-setups';

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
  yield* differentSetups(
    setups.flatMap((each) => [...each]),
    "a change may be the meter's",
  );
}
