import type { Availability, Health, Ladder } from '@joulefleet/core';
import type { Queryable } from '../database';

/** How a device is to stand, with the reason that people read. */
export interface DeviceCondition {
  availability: Availability;
  health: Health;
  reason: string | null;
  /** Seconds after which that ends by itself, or is overdue. */
  untilInS?: number;
  /** Who brings it out of there; the controller when left out. */
  stateOwner?: string;
  /** Faults of the device itself in a row; as before when left out. */
  faultsInRow?: number;
  /** What was tried on it since it was good; as before when left out. */
  ladder?: Ladder | null;
}

/** `since` moves only when availability changes. */
export async function setAvailability(db: Queryable, deviceId: string, to: DeviceCondition): Promise<void> {
  await db.query(
    `UPDATE device SET health = $3, reason = $4, state_owner = $6,
       since = CASE WHEN availability = $2 THEN since ELSE now() END, availability = $2,
       until = CASE WHEN $5::float8 IS NULL THEN NULL ELSE now() + $5::float8 * interval '1 second' END,
       faults_in_row = coalesce($7, faults_in_row), ladder = CASE WHEN $8 THEN $9::jsonb ELSE ladder END
     WHERE id = $1`,
    [
      deviceId,
      to.availability,
      to.health,
      to.reason,
      to.untilInS ?? null,
      to.stateOwner ?? 'controller',
      to.faultsInRow ?? null,
      to.ladder !== undefined,
      to.ladder ? JSON.stringify(to.ladder) : null,
    ],
  );
}
