import { fullSweep } from '@joulefleet/core';
import { finishCampaign, finishCancelledCampaigns, listRunningCampaigns, type Database } from '@joulefleet/store';

/** Asks the strategy of every running campaign what comes next and ends those that it stops; and those that were cancelled. */
export async function settleCampaigns(database: Database): Promise<void> {
  for (const { id, proposed, open } of await listRunningCampaigns(database)) {
    const proposal = fullSweep([]).propose({ proposed, open, cells: [] });
    if (proposal.kind === 'stop') await finishCampaign(database, id, 'completed');
  }
  await finishCancelledCampaigns(database.pool);
}
