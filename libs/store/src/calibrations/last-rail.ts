import type { RailSupply } from '@joulefleet/core';
import type { Queryable } from '../database';

/** Supply and shunt of the total rail of a device, as its last measured attempt states them; nulls: it does not, or there is none. */
export async function readLastRail(db: Queryable, deviceId: string): Promise<RailSupply> {
  const { rows } = await db.query<RailSupply>(
    `SELECT (m.body->'sensor'->>'supplyMv')::float8 AS "supplyMv",
       (m.body->'sensor'->>'shuntMicroOhm')::float8 AS "shuntMicroOhm",
       m.body->'sensor'->>'layout' AS layout, (m.body->'sensor'->>'resolutionMw')::float8 AS "resolutionMw"
     FROM trial t JOIN measurement m ON m.trial_id = t.id AND m.outcome = 'measured'
     WHERE t.device_id = $1 ORDER BY m.committed_at DESC LIMIT 1`,
    [deviceId],
  );
  return rows[0] ?? { supplyMv: null, shuntMicroOhm: null };
}
