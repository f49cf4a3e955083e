import type { CampaignView } from '@joulefleet/contracts';
import { hasEnded } from '@joulefleet/core';
import { differentSetups } from './different-setups';
import { noTrialNote } from './no-trial-note';

interface Compared {
  campaign: Pick<CampaignView, 'name' | 'simulated' | 'state' | 'trials'>;
  reference: Pick<CampaignView, 'name' | 'simulated' | 'state' | 'trials'>;
  setups: readonly ReadonlySet<string>[];
  cells: readonly { rankable: boolean }[];
}

/** What a reader of a comparison must know before quoting it; pure. */
export function* comparisonWarnings({ campaign, reference, setups, cells }: Compared): Generator<string> {
  if (campaign.simulated || reference.simulated) {
    const which = campaign.simulated && reference.simulated ? 'both campaigns' : 'one of the campaigns';
    yield `simulated: the figures of ${which} come from twins, not from boards`;
  }
  for (const side of [campaign, reference]) {
    if (!hasEnded(side.state)) yield `${side.name} is ${side.state}: more trials are still to come`;
    if (side.trials.accepted === 0) yield `${side.name}: ${noTrialNote(side)}`;
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
