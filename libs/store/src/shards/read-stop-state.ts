import type { CampaignState } from '@joulefleet/core';
import type { Database } from '../database';

/** What may end a shard before its time. */
export interface StopState {
  campaign: CampaignState;
  /** Its device is to leave when the shard has ended. */
  isExitPending: boolean;
}

/** The state of the campaign and of the device of a shard now. */
export async function readStopState(
  database: Database,
  { campaignId, deviceId }: { campaignId: string; deviceId: string },
): Promise<StopState> {
  const { rows } = await database.pool.query<StopState>(
    `SELECT c.state AS campaign, d.pending_exit IS NOT NULL AS "isExitPending" FROM campaign c, device d WHERE c.id = $1 AND d.id = $2`,
    [campaignId, deviceId],
  );
  return rows[0]!;
}
