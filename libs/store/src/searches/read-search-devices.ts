import type { Availability } from '@joulefleet/core';
import type { Queryable } from '../database';

/** A device of a campaign that searches. */
export interface SearchingDevice {
  deviceId: string;
  name: string;
  deviceClass: string;
  availability: Availability;
  /** It cannot work, and nothing waits for it: a search goes on without what it has in hand. */
  isAway: boolean;
  /** Its trials that are not settled, and those that are. */
  open: number;
  settled: number;
}

/** A device that does not answer comes back by itself as a rule. */
const OFFLINE_S = 60;

/** SQL: whether a device `d` is away. */
export const IS_AWAY = `(d.availability IN ('retired', 'quarantined', 'maintenance')
  OR d.availability = 'offline' AND d.since < now() - interval '${OFFLINE_S} s')`;

/** The devices of a campaign, by name; retired ones too. */
export async function readSearchDevices(db: Queryable, campaignId: string): Promise<SearchingDevice[]> {
  const { rows } = await db.query<SearchingDevice>(
    `SELECT d.id AS "deviceId", d.name, d.device_class AS "deviceClass", d.availability, ${IS_AWAY} AS "isAway",
       n.pending + n.assigned AS open, n.accepted + n.failed + n.skipped AS settled
     FROM campaign_device n JOIN device d ON d.id = n.device_id WHERE n.campaign_id = $1 ORDER BY d.name`,
    [campaignId],
  );
  return rows;
}
