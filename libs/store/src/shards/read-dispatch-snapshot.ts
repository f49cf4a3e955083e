import {
  FIRST_SHARD_TRIALS,
  MAX_SHARD_TRIALS,
  type DispatchSnapshot,
  type GroupLimit,
  type SnapshotCampaign,
  type SnapshotDevice,
} from '@joulefleet/core';
import type { Database } from '../database';

const DEVICES = `
  SELECT d.id AS "deviceId", d.availability, d.group_name AS "group", extract(epoch FROM d.since)::float8 * 1000 AS "sinceMs", extract(epoch FROM d.deadline_at)::float8 * 1000 AS "deadlineMs",
    CASE WHEN l.shard_id IS NULL THEN NULL ELSE jsonb_build_object('shardId', l.shard_id,
      'expiresAtMs', extract(epoch FROM l.expires_at)::float8 * 1000, 'owner', (
        SELECT c.owner_id FROM shard s JOIN campaign c ON c.id = s.campaign_id WHERE s.id = l.shard_id)) END AS lease,
    EXISTS (SELECT 1 FROM maintenance_window w
            WHERE w.device_id = d.id AND w.starts_at <= now() AND w.ends_at > now()) AS "inMaintenance"
  FROM device d JOIN lease l ON l.device_id = d.id WHERE d.availability <> 'retired'`;

/** Of a campaign of an older version, which has no time in its file. */
const SHARD_MS = 300_000;

/** How many trials a shard of a campaign `c` on its device `x` has: as many as fit into its time, or as the file says. */
const SHARD_TRIALS = `
  coalesce((c.spec->>'shardTrials')::int, CASE WHEN x.trial_ms IS NULL THEN ${FIRST_SHARD_TRIALS} ELSE greatest(1, least(${MAX_SHARD_TRIALS},
    floor(coalesce((c.spec->'shard'->>'timeMs')::float8, ${SHARD_MS}) / greatest(x.trial_ms, 1))))::int END)`;

/** The next trials of each running campaign for each device that is free: those of one shard. */
const CAMPAIGNS = `
  SELECT c.id AS "campaignId", extract(epoch FROM c.started_at)::float8 * 1000 AS "startedAtMs",
    c.priority, c.owner_id AS owner,
    (SELECT coalesce(jsonb_agg(p), '[]') FROM (
       SELECT n.device_id AS "deviceId", jsonb_agg(n.id ORDER BY n.position) AS "trialIds"
       FROM campaign_device x JOIN device d ON d.id = x.device_id AND d.availability = 'ready'
       JOIN lease l ON l.device_id = x.device_id AND l.shard_id IS NULL
       CROSS JOIN LATERAL (
         SELECT id, device_id, position FROM trial
         WHERE campaign_id = c.id AND device_id = x.device_id AND state = 'pending'
         ORDER BY position LIMIT ${SHARD_TRIALS}) n
       WHERE x.campaign_id = c.id AND x.pending > 0
       GROUP BY n.device_id) p) AS pending
  FROM campaign c WHERE c.state = 'running'`;

/** What the dispatcher decides from, at one instant of the database's clock. */
export async function readDispatchSnapshot(database: Database): Promise<DispatchSnapshot> {
  const [now, devices, campaigns, limits] = await Promise.all([
    database.pool.query<{ nowMs: number }>(`SELECT extract(epoch FROM now())::float8 * 1000 AS "nowMs"`),
    database.pool.query<SnapshotDevice>(DEVICES),
    database.pool.query<SnapshotCampaign>(CAMPAIGNS),
    database.pool.query<GroupLimit>(`SELECT group_name AS "group", max_at_once AS "maxAtOnce" FROM group_limit`),
  ]);
  return { nowMs: now.rows[0]!.nowMs, devices: devices.rows, campaigns: campaigns.rows, groupLimits: limits.rows };
}
