import { Fault } from '@joulefleet/core';
import type { CampaignSummary } from '@joulefleet/store';

type Compared = Pick<CampaignSummary, 'id' | 'name' | 'simulated'>;

/** @throws Fault `same_campaign`, `simulated_and_measured` (operator) for what makes no comparison; pure. */
export function refuseComparison(campaign: Compared, reference: Compared, mixed: boolean): void {
  if (campaign.id === reference.id) {
    throw new Fault(`${campaign.name} cannot be compared with itself`, {
      ...{ code: 'same_campaign', origin: 'operator', transient: false },
      remedy: 'Name another campaign as the reference.',
    });
  }
  if (mixed || campaign.simulated === reference.simulated) return;
  const [simulated, measured] = campaign.simulated ? [campaign, reference] : [reference, campaign];
  throw new Fault(`${simulated.name} is simulated, ${measured.name} was measured on boards`, {
    ...{ code: 'simulated_and_measured', origin: 'operator', transient: false },
    remedy: 'Compare them only to check the simulation: --mixed (`mixed=true`).',
  });
}
