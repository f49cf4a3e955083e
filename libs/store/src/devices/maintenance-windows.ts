import type { Queryable } from '../database';
import { newId } from '../ids/new-id';
import { saveDeviceEvent } from './device-events';
import type { LockedDevice } from './lock-device';

export interface WindowToPlan {
  startsAt: Date;
  endsAt: Date;
  reason: string;
  createdBy: string;
}

/** Plans a time in which the device is not leased. Returns its id. */
export async function planMaintenance(db: Queryable, device: LockedDevice, window: WindowToPlan): Promise<string> {
  const id = newId();
  const { startsAt, endsAt, reason, createdBy } = window;
  await db.query(
    `INSERT INTO maintenance_window (id, device_id, starts_at, ends_at, reason, created_by) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, device.id, startsAt, endsAt, reason, createdBy],
  );
  await saveDeviceEvent(db, device.id, {
    kind: 'maintenance',
    actor: createdBy,
    message: `maintenance from ${startsAt.toISOString()} to ${endsAt.toISOString()}: ${reason}`,
    body: { windowId: id },
  });
  return id;
}

/** Whether some window of the device lasts. */
export async function isWindowOpen(db: Queryable, deviceId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM maintenance_window WHERE device_id = $1 AND starts_at <= now() AND ends_at > now() LIMIT 1`,
    [deviceId],
  );
  return rowCount === 1;
}

/** A window as it was planned. */
export interface PlannedWindow {
  id: string;
  startsAt: Date;
  endsAt: Date;
  reason: string;
}

/** Ends a window now; one that has not begun is forgotten. Null: the device has no such window that lasts or is to come. */
export async function endMaintenance(
  db: Queryable,
  device: LockedDevice,
  windowId: string,
  by: string,
): Promise<PlannedWindow | null> {
  const { rows } = await db.query<PlannedWindow & { begun: boolean }>(
    `SELECT id, starts_at AS "startsAt", ends_at AS "endsAt", reason, starts_at < now() - interval '1 ms' AS begun
     FROM maintenance_window WHERE device_id = $1 AND id = $2 AND ends_at > now() FOR UPDATE`,
    [device.id, windowId],
  );
  const [found] = rows;
  if (!found) return null;
  const { begun, ...window } = found;
  const statement = begun
    ? `UPDATE maintenance_window SET ends_at = date_trunc('milliseconds', now()) WHERE id = $1`
    : `DELETE FROM maintenance_window WHERE id = $1`;
  await db.query(statement, [windowId]);
  const message = begun ? 'maintenance ended early' : 'maintenance taken back';
  await saveDeviceEvent(db, device.id, { kind: 'maintenance', actor: by, message, body: { windowId } });
  return window;
}
