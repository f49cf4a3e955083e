import type { FactorLevels, Reason, TimedShards } from '@joulefleet/core';
import type { Database } from '../database';
import { SHARES_CELLS } from './shares-cells';

export interface DeviceProgress {
  device: string;
  deviceClass: string;
  availability: string;
  reason: Reason | null;
  /** Its facts changed in a way that matters to results, and nobody has accepted that yet. */
  driftBlocks: boolean;
  done: number;
  total: number;
  failed: number;
  skipped: number;
  rejectedAttempts: number;
  /**
   * Seconds that shards of the campaign were executed on this device, up to the last record, each by a clock that is never set;
   * null before the first trial is done.
   */
  busyS: number | null;
  /** Shards of the campaign that have ended here, and the median time from the last record of one to the begin of the next, in s; null: there is none. */
  endedShards: number;
  betweenShardsS: number | null;
  timedShards: TimedShards;
  /** A shard of the campaign is not over yet here, though the campaign is paused, stopped or cancelled. */
  ending: boolean;
  /** A shard of another campaign has the device. */
  heldElsewhere: boolean;
  now: {
    workload: string;
    /** As stored: a factor that joined after the cell is not among them. */
    levels: Partial<FactorLevels>;
    phase: string;
    trialId: string;
  } | null;
}

/** Progress of a campaign per device, with what the device's present shard said last. */
export async function readProgress(database: Database, campaignId: string): Promise<DeviceProgress[]> {
  const { rows } = await database.pool.query<DeviceProgress>(
    `SELECT d.name AS device, d.device_class AS "deviceClass", d.availability, d.reason,
       coalesce(d.drift @? '$[*] ? (@.severity == "blocks")', false) AS "driftBlocks",
       t.accepted + t.failed + t.skipped + x.unreachable AS done,
       t.pending + t.assigned + t.accepted + t.failed + t.skipped AS total,
       t.failed, t.skipped + x.unreachable AS skipped, t.rejected AS "rejectedAttempts",
       s.busy_s AS "busyS", s.ended AS "endedShards", s.between_s AS "betweenShardsS", n.now, json_build_object(
         'count', t.timed_shards, 'sumMs', t.trial_ms_sum, 'squaresMs', t.trial_ms_squares) AS "timedShards",
       c.state IN ('paused', 'stopped', 'cancelled') AND EXISTS (
         SELECT 1 FROM shard WHERE campaign_id = $1 AND device_id = d.id AND state <> 'settled') AS ending,
       EXISTS (SELECT 1 FROM lease l JOIN shard o ON o.id = l.shard_id
         WHERE l.device_id = d.id AND o.campaign_id <> $1) AS "heldElsewhere"
     FROM campaign_device t JOIN device d ON d.id = t.device_id JOIN campaign c ON c.id = t.campaign_id
     CROSS JOIN LATERAL (
       SELECT CASE WHEN c.state IN ('cancelled', 'stopped') OR d.availability = 'retired' AND NOT ${SHARES_CELLS} THEN t.pending ELSE 0 END AS unreachable) x
     LEFT JOIN LATERAL (
       SELECT sum(o.busy_ms) / 1000 AS busy_s, count(*) FILTER (WHERE o.state = 'settled')::int AS ended,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(0, o.between_s)) AS between_s
       FROM (SELECT busy_ms, state, extract(epoch FROM started_at - lag(started_at) OVER w)::float8 - lag(busy_ms) OVER w / 1000 AS between_s
         FROM shard WHERE campaign_id = $1 AND device_id = d.id AND t.last_commit_at IS NOT NULL
         WINDOW w AS (ORDER BY started_at)) o) s ON true
     LEFT JOIN LATERAL (
       SELECT jsonb_build_object('workload', c.workload, 'levels', c.levels, 'phase', h.progress->>'phase', 'trialId', r.id) AS now
       FROM shard h JOIN trial r ON r.id = (h.progress->>'trialId')::uuid JOIN cell c ON c.id = r.cell_id
       WHERE h.campaign_id = $1 AND h.device_id = d.id AND h.state = 'executing'
       LIMIT 1) n ON true
     WHERE t.campaign_id = $1 ORDER BY d.name`,
    [campaignId],
  );
  return rows;
}
