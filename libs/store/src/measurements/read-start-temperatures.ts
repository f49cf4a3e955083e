import type { StartTemperatures } from '@joulefleet/core';
import type { Queryable } from '../database';
import type { AttemptKey } from './measurement-rows';

/** The latest trials that say what is usual. */
const MAX_TRIALS = 100;

interface ShardKey {
  shardId: string;
  campaignId: string;
  deviceId: string;
  fence: number;
}

/**
 * Temperatures at which accepted trials of the same campaign and device started, in shards before that of an attempt. Those are all
 * judged, so that the answer is the same whenever it is asked.
 */
export async function readStartTemperatures(
  db: Queryable,
  { trialId, attempt }: AttemptKey,
): Promise<StartTemperatures[]> {
  const { rows } = await db.query<ShardKey>(
    `SELECT t.campaign_id AS "campaignId", t.device_id AS "deviceId", m.fence, m.shard_id AS "shardId"
     FROM measurement m JOIN trial t ON t.id = m.trial_id WHERE m.trial_id = $1 AND m.attempt = $2`,
    [trialId, attempt],
  );
  return rows[0] ? readStartsBefore(db, rows[0]) : [];
}

/** The same, in shards before one. */
export async function readStartsBefore(
  db: Queryable,
  { campaignId, deviceId, shardId, fence }: ShardKey,
): Promise<StartTemperatures[]> {
  const { rows } = await db.query<{ startC: number | null; beforeC: number | null }>(
    `SELECT (b.body->'temperatureC'->>'start')::float8 AS "startC", (b.body->'start'->>'beforeC')::float8 AS "beforeC" FROM (
       SELECT p.trial_id, p.attempt FROM trial o
       JOIN measurement p ON p.trial_id = o.id AND p.attempt = o.attempt AND p.verdict = 'accepted' AND p.fence < $3
         AND p.shard_id <> $4
       WHERE o.campaign_id = $1 AND o.device_id = $2 AND o.state = 'accepted'
       ORDER BY o.position DESC LIMIT ${MAX_TRIALS}) k
     JOIN measurement b ON b.trial_id = k.trial_id AND b.attempt = k.attempt`,
    [campaignId, deviceId, fence, shardId],
  );
  return rows.flatMap(({ startC, beforeC }) => (startC === null ? [] : [{ startC, beforeC }]));
}
