import type { Caller } from '@joulefleet/core';
import { findEarlierCampaigns, type Queryable } from '@joulefleet/store';
import type { CampaignPlan } from './plan-campaign';

/**
 * The plan of a search with the earlier campaigns that it starts from: those that whoever launches it may see. They are stored with it, so
 * that nothing that happens later changes what it proposes. Every other plan stays as it is.
 */
export async function startFromEarlier(db: Queryable, caller: Caller, plan: CampaignPlan): Promise<CampaignPlan> {
  const { spec, strategy, cells, simulated, view } = plan;
  if (strategy.name !== 'search' || view.search === null) return plan;
  if (spec.strategy.name !== 'search' || spec.strategy.startFrom === 'nothing') return plan;
  const earlierCampaigns = await findEarlierCampaigns(db, caller, {
    simulated,
    deviceClasses: [...new Set(cells.map(({ deviceClass }) => deviceClass))],
    workloads: [...new Set(cells.map(({ levels }) => levels.workload))],
  });
  return {
    ...plan,
    strategy: { ...strategy, parameters: { ...strategy.parameters, earlierCampaigns } },
    view: { ...view, search: { ...view.search, earlierCampaigns } },
  };
}
