import type { Availability } from '@joulefleet/core';
import type { Queryable } from '../database';

/** Takes a device out of use, with the reason that people read. `retryInS` is when the dispatcher may try it again. */
export async function setAvailability(
  db: Queryable,
  deviceId: string,
  to: { availability: Availability; health: 'good' | 'unknown' | 'bad'; reason: string | null; retryInS?: number },
): Promise<void> {
  await db.query(
    `UPDATE device SET availability = $2, health = $3, reason = $4,
       retry_after = CASE WHEN $5::float8 IS NULL THEN NULL ELSE now() + $5::float8 * interval '1 second' END
     WHERE id = $1`,
    [deviceId, to.availability, to.health, to.reason, to.retryInS ?? null],
  );
}
