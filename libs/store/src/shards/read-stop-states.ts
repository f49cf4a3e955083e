import type { CampaignState } from '@joulefleet/core';
import type { Database } from '../database';

/** A campaign and the device that works for it. */
interface Work {
  campaignId: string;
  deviceId: string;
}

/** What may end a shard before its time. */
export interface StopState {
  campaign: CampaignState;
  /** Its device is to leave when the shard has ended. */
  isExitPending: boolean;
}

/** The states of the campaigns and of the devices of shards now, in this order. */
export async function readStopStates({ pool }: Database, work: readonly Work[]): Promise<StopState[]> {
  const { rows } = await pool.query<StopState>(
    `SELECT c.state AS campaign, d.pending_exit IS NOT NULL AS "isExitPending"
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS w(campaign_id, device_id, place)
     JOIN campaign c ON c.id = w.campaign_id JOIN device d ON d.id = w.device_id ORDER BY w.place`,
    [work.map(({ campaignId }) => campaignId), work.map(({ deviceId }) => deviceId)],
  );
  return rows;
}
