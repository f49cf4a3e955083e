import { ABANDONED_AFTER_S, type WatchedDevice } from '@joulefleet/core';
import type { Database } from '../database';

export interface DeviceToWatch extends WatchedDevice {
  deviceId: string;
  name: string;
  /** That of its condition. */
  version: number;
  /** Changes when the device is to be reached otherwise: another address, user, identity or pinned key. */
  targetKey: string;
}

export interface WatchSnapshot {
  /** Milliseconds since the epoch, of the database. */
  nowMs: number;
  devices: DeviceToWatch[];
}

const NOW = `SELECT extract(epoch FROM now())::float8 * 1000 AS "nowMs"`;

const DEVICES = `
  SELECT d.id AS "deviceId", d.name, d.availability, d.health, d.reason, d.version,
    extract(epoch FROM d.since)::float8 * 1000 AS "sinceMs",
    extract(epoch FROM d.deadline_at)::float8 * 1000 AS "deadlineMs",
    extract(epoch FROM d.last_seen_at)::float8 * 1000 AS "lastSeenMs",
    CASE WHEN l.shard_id IS NULL THEN 'free' WHEN l.expires_at <= now() THEN 'expired' ELSE 'held' END AS lease,
    EXISTS (SELECT 1 FROM shard s JOIN campaign c ON c.id = s.campaign_id
            WHERE s.id = l.shard_id AND c.state IN ('cancelled', 'stopped')
              AND l.expires_at <= now() - ${ABANDONED_AFTER_S} * interval '1 second') AS abandoned,
    coalesce((d.ladder->>'open')::boolean, false) AS recovering,
    d.power_cycle IS NOT NULL AND NOT coalesce(d.ladder->'steps' @> '[{"rung": "power_cycle"}]', false) AS "mayPowerCycle",
    jsonb_build_array(d.host, d.port, d.login_user, d.identity_id, d.identity_file, d.privilege, d.host_key_type,
      d.fingerprint)::text AS "targetKey",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('startsAtMs', extract(epoch FROM w.starts_at) * 1000,
        'endsAtMs', extract(epoch FROM w.ends_at) * 1000, 'reason', w.reason, 'createdBy', w.created_by)), '[]')
     FROM maintenance_window w WHERE w.device_id = d.id AND w.ends_at > now() AND w.starts_at <= now()) AS windows
  FROM device d JOIN lease l ON l.device_id = d.id WHERE d.availability <> 'retired' ORDER BY d.id`;

/** What the watch decides from, at one instant of the database's clock. Of the windows only those that are open. */
export async function readWatchSnapshot(database: Database): Promise<WatchSnapshot> {
  const [now, devices] = await Promise.all([
    database.pool.query<{ nowMs: number }>(NOW),
    database.pool.query<DeviceToWatch>(DEVICES),
  ]);
  return { nowMs: now.rows[0]!.nowMs, devices: devices.rows };
}
