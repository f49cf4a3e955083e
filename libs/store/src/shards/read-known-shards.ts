import type { KnownShard } from '@joulefleet/core';
import type { Queryable } from '../database';

/** The last ones say enough about the pace of their devices; each has some tens of trials. */
const MAX_SHARDS = 500;

/** How long the last shards on devices of these classes kept their devices, and what their trials measured. */
export async function readKnownShards(db: Queryable, deviceClasses: readonly string[]): Promise<KnownShard[]> {
  const { rows } = await db.query<KnownShard>(
    `SELECT s.device_id AS "deviceId", d.device_class AS "deviceClass", d.simulated, s.busy_ms AS "busyMs",
       coalesce(t.windows_ms, 0)::float8 AS "windowsMs", coalesce(t.waits_ms, 0)::float8 AS "waitsMs",
       c.spec->'startTemperature'->'band' AS "startBand", t.trials::int,
       jsonb_build_object('cooldownMs', coalesce(c.spec->'cooldown'->'timeMs', '0'),
         'idleMs', coalesce(c.spec->'idlePower'->'timeMs', '0')) AS rests
     FROM (SELECT h.id, h.device_id, h.campaign_id, h.busy_ms FROM shard h JOIN device k ON k.id = h.device_id
         WHERE h.state = 'settled' AND h.busy_ms > 0 AND k.device_class = ANY($1)
         ORDER BY h.id DESC LIMIT ${MAX_SHARDS}) s
       JOIN device d ON d.id = s.device_id JOIN campaign c ON c.id = s.campaign_id
       CROSS JOIN LATERAL (
         SELECT sum(m.duration_ms) AS windows_ms, count(*) AS trials,
           sum((b.start->>'coolingMs')::float8 + (b.start->>'warmingMs')::float8) AS waits_ms
         FROM trial r LEFT JOIN measurement m ON m.trial_id = r.id AND m.attempt = r.attempt AND m.verdict = 'accepted'
           LEFT JOIN LATERAL (SELECT m.body->'start' AS start OFFSET 0) b ON true
         WHERE r.shard_id = s.id) t`,
    [deviceClasses],
  );
  return rows;
}

/** Trials that are still to be measured on each of these devices for running campaigns of at least this priority. */
export async function readQueuedTrials(
  db: Queryable,
  deviceIds: readonly string[],
  priority: number,
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ deviceId: string; trials: number }>(
    `SELECT d.device_id AS "deviceId", sum(d.pending + d.assigned)::int AS trials
     FROM campaign c JOIN campaign_device d ON d.campaign_id = c.id
     WHERE c.state = 'running' AND c.priority >= $2 AND d.device_id = ANY($1) GROUP BY 1`,
    [deviceIds, priority],
  );
  return new Map(rows.map(({ deviceId, trials }) => [deviceId, trials]));
}
