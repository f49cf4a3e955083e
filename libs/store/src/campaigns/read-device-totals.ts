import type { Queryable } from '../database';

/** What a campaign has taken on one device so far. */
export interface DeviceTotal {
  device: string;
  /** How long workers executed its shards, each by a clock that is never set. */
  busyS: number;
  /** Of the windows of accepted trials. */
  energyJ: number;
  accepted: number;
}

/** By name of the device; of one device, or of all (null). */
export async function readDeviceTotals(
  db: Queryable,
  campaignId: string,
  device: string | null,
): Promise<DeviceTotal[]> {
  const { rows } = await db.query<DeviceTotal>(
    `SELECT d.name AS device, n.accepted, coalesce(h.busy_s, 0) AS "busyS", coalesce(s.energy_j, 0) AS "energyJ"
     FROM campaign_device n JOIN device d ON d.id = n.device_id
       LEFT JOIN (SELECT device_id, sum(busy_ms) / 1000 AS busy_s FROM shard WHERE campaign_id = $1 GROUP BY 1) h
         ON h.device_id = n.device_id
       LEFT JOIN (SELECT s.device_id, sum(s.trials * s.energy_mj) / 1000 AS energy_j
           FROM cell c JOIN cell_statistics s ON s.cell_id = c.id WHERE c.campaign_id = $1 GROUP BY 1) s
         ON s.device_id = n.device_id
     WHERE n.campaign_id = $1 AND ($2::text IS NULL OR d.name = $2) ORDER BY d.name`,
    [campaignId, device],
  );
  return rows;
}
