import type { Availability, AvailabilityChange } from '@joulefleet/core';
import type { Queryable } from '../database';

/**
 * The states that a device was in since then, in the order of time, beginning with the one that it was in at that time, as far as
 * the event log goes back; the last one is its present state. `nowMs`: by the clock of the database.
 */
export async function listAvailability(
  db: Queryable,
  deviceId: string,
  days: number,
): Promise<{ nowMs: number; changes: AvailabilityChange[] }> {
  const { rows } = await db.query<{ atMs: number; availability: Availability; nowMs: number }>(
    `WITH since AS (
       SELECT coalesce(max(at), now() - $2::int * interval '1 day') AS at FROM event
       WHERE kind = 'device' AND device_id = $1 AND at <= now() - $2::int * interval '1 day')
     SELECT extract(epoch FROM at)::float8 * 1000 AS "atMs", availability, extract(epoch FROM now())::float8 * 1000 AS "nowMs"
     FROM (
       SELECT e.at, 1 AS part, e.id, e.body->>'availability' AS availability FROM event e, since
       WHERE e.kind = 'device' AND e.device_id = $1 AND e.at >= since.at
       UNION ALL
       SELECT since, 2, 0, availability FROM device WHERE id = $1) known
     ORDER BY at, part, id`,
    [deviceId, days],
  );
  return { nowMs: rows[0]!.nowMs, changes: rows.map(({ atMs, availability }) => ({ atMs, availability })) };
}
