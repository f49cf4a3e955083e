import type { Availability } from '@joulefleet/core';
import type { Queryable } from '../database';

/** How a device is to stand, with the reason that people read. */
export interface DeviceCondition {
  availability: Availability;
  health: 'good' | 'unknown' | 'bad';
  reason: string | null;
  /** Seconds after which the dispatcher may try it again. */
  retryInS?: number;
}

export async function setAvailability(db: Queryable, deviceId: string, to: DeviceCondition): Promise<void> {
  await db.query(
    `UPDATE device SET availability = $2, health = $3, reason = $4,
       retry_after = CASE WHEN $5::float8 IS NULL THEN NULL ELSE now() + $5::float8 * interval '1 second' END
     WHERE id = $1`,
    [deviceId, to.availability, to.health, to.reason, to.retryInS ?? null],
  );
}
