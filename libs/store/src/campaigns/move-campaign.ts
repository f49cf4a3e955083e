import { CAMPAIGN_TRANSITIONS, statesBefore, type CampaignState } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { finishCancelledCampaigns } from './finish-campaign';

/**
 * Moves a campaign on, if its table of states allows it; false: it does not stand so any more. A cancelled one loses its pending
 * trials; it is over when its last shard is. To be called in a transaction.
 *
 * @param by name of who asks.
 */
export async function moveCampaign(
  db: Queryable,
  id: string,
  to: Extract<CampaignState, 'running' | 'paused' | 'cancelled'>,
  by: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE campaign SET state = $2, cancelled_by = CASE WHEN $2 = 'cancelled' THEN $3 END
     WHERE id = $1 AND state = ANY($4::text[])`,
    [id, to, by, statesBefore(CAMPAIGN_TRANSITIONS, to)],
  );
  if (rowCount !== 1) return false;
  if (to === 'cancelled') {
    await skipPending(db, id, by);
    await finishCancelledCampaigns(db);
  }
  return true;
}

async function skipPending(db: Queryable, id: string, by: string): Promise<void> {
  await db.query(
    `UPDATE trial SET state = 'skipped', reason = 'cancelled by ' || $2::text
     WHERE campaign_id = $1 AND state = 'pending'`,
    [id, by],
  );
}

/** How the campaign stands now. */
export async function readCampaignState(database: Database, id: string): Promise<CampaignState> {
  const { rows } = await database.pool.query<{ state: CampaignState }>(`SELECT state FROM campaign WHERE id = $1`, [
    id,
  ]);
  return rows[0]!.state;
}
