import type { Availability, CampaignState, Health, ShardState, TrialState } from '@joulefleet/core';
import type { Queryable } from '../database';

/** Counts by state. Shards and trials are those of running campaigns. */
export interface FleetCounts {
  devices: { availability: Availability; health: Health; count: number }[];
  /** Unexpired leases held by a shard. */
  leases: number;
  campaigns: { state: CampaignState; count: number }[];
  shards: { state: ShardState; count: number }[];
  trials: { state: TrialState; count: number }[];
}

const COUNTS = `WITH running AS (SELECT id FROM campaign WHERE state = 'running'),
  devices AS (SELECT availability, health, count(*) FROM device GROUP BY availability, health),
  campaigns AS (SELECT state, count(*) FROM campaign GROUP BY state),
  shards AS (SELECT state, count(*) FROM shard WHERE campaign_id IN (SELECT id FROM running) GROUP BY state),
  trials AS (SELECT state, count(*) FROM trial WHERE campaign_id IN (SELECT id FROM running) GROUP BY state)
  SELECT coalesce((SELECT json_agg(x) FROM devices x), '[]') AS devices,
    (SELECT count(*)::int FROM lease WHERE shard_id IS NOT NULL AND expires_at > now()) AS leases,
    coalesce((SELECT json_agg(x) FROM campaigns x), '[]') AS campaigns,
    coalesce((SELECT json_agg(x) FROM shards x), '[]') AS shards,
    coalesce((SELECT json_agg(x) FROM trials x), '[]') AS trials`;

/** Reads all counts in one statement, and so from one snapshot. */
export async function readFleetCounts(db: Queryable): Promise<FleetCounts> {
  const { rows } = await db.query<FleetCounts>(COUNTS);
  return rows[0]!;
}
