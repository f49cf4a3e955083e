import type { CampaignView, SessionView } from '@joulefleet/contracts';

/** Whether somebody may do what only the owner of a campaign, or an admin, may. */
export function ownsCampaign(view: SessionView | null, { owner }: Pick<CampaignView, 'owner'>): boolean {
  return view?.role === 'admin' || (owner !== null && view?.name === owner);
}
