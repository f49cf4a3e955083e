import { endsEarly, type CampaignState } from '@joulefleet/core';
import type { Queryable } from '../database';
import { writeCampaignEvent } from '../events/write-events';
import { finishEndedCampaigns } from './finish-campaign';

const CHANGES = { running: 'resume', paused: 'pause', stopped: 'stop', cancelled: 'cancel' } as const;

/**
 * Moves a campaign on from the state that the decision was made for; false: its state has changed since. A cancelled or stopped one is over when its
 * last shard is; the dispatcher skips its pending trials afterwards, slice by slice. To be called in a transaction.
 *
 * @param by name of who asks.
 */
export async function moveCampaign(
  db: Queryable,
  id: string,
  from: CampaignState,
  to: keyof typeof CHANGES,
  by: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE campaign SET state = $2, ended_by = CASE WHEN $2 IN ('cancelled', 'stopped') THEN $3 END
     WHERE id = $1 AND state = $4`,
    [id, to, by, from],
  );
  if (rowCount !== 1) return false;
  await writeCampaignEvent(db, id, CHANGES[to], by);
  if (endsEarly(to)) await finishEndedCampaigns(db);
  return true;
}
