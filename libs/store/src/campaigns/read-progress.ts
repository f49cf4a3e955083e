import type { Database } from '../database';

export interface DeviceProgress {
  device: string;
  deviceClass: string;
  availability: string;
  reason: string | null;
  done: number;
  total: number;
  failed: number;
  skipped: number;
  rejectedAttempts: number;
  /** Seconds that shards of the campaign were executed on this device, up to the last commit; null before the first trial is done. */
  busyS: number | null;
  /** A shard of the campaign is not over yet here, though the campaign is paused or cancelled. */
  ending: boolean;
  now: {
    workload: string;
    batchSize: number;
    cpuKhz: number | null;
    gpuHz: number | null;
    phase: string;
  } | null;
}

/** Progress of a campaign per device, with what the device's present shard said last. */
export async function readProgress(database: Database, campaignId: string): Promise<DeviceProgress[]> {
  const { rows } = await database.pool.query<DeviceProgress>(
    `SELECT d.name AS device, d.device_class AS "deviceClass", d.availability, d.reason, t.done, t.total, t.failed, t.skipped,
       coalesce(m.rejected, 0) AS "rejectedAttempts",
       s.busy_s AS "busyS", n.now,
       (SELECT state IN ('paused', 'cancelled') FROM campaign WHERE id = $1) AND EXISTS (
         SELECT 1 FROM shard WHERE campaign_id = $1 AND device_id = d.id AND state <> 'settled') AS ending
     FROM (SELECT device_id, count(*)::int AS total,
             count(*) FILTER (WHERE state IN ('accepted', 'failed', 'skipped'))::int AS done,
             count(*) FILTER (WHERE state = 'failed')::int AS failed,
             count(*) FILTER (WHERE state = 'skipped')::int AS skipped
           FROM trial WHERE campaign_id = $1 GROUP BY device_id) t
     JOIN device d ON d.id = t.device_id
     LEFT JOIN (SELECT x.device_id, count(*) FILTER (WHERE verdict = 'rejected')::int AS rejected,
                  max(committed_at) AS last_commit
                FROM measurement JOIN trial x ON x.id = trial_id WHERE x.campaign_id = $1
                GROUP BY x.device_id) m ON m.device_id = d.id
     LEFT JOIN LATERAL (
       SELECT sum(extract(epoch FROM greatest(coalesce(settled_at, m.last_commit), started_at) - started_at))::float8 AS busy_s
       FROM shard WHERE campaign_id = $1 AND device_id = d.id AND m.last_commit IS NOT NULL) s ON true
     LEFT JOIN LATERAL (
       SELECT jsonb_build_object('workload', c.workload, 'batchSize', c.batch_size, 'cpuKhz', c.cpu_khz, 'gpuHz', c.gpu_hz,
                'phase', h.progress->>'phase') AS now
       FROM shard h JOIN trial x ON x.id::text = h.progress->>'trialId' JOIN cell c ON c.id = x.cell_id
       WHERE h.campaign_id = $1 AND h.device_id = d.id AND h.state = 'executing'
       LIMIT 1) n ON true
     ORDER BY d.name`,
    [campaignId],
  );
  return rows;
}
