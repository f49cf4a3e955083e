import type { Database, Queryable } from '../database';
import type { DeviceEvent } from '../generated/client';
import { newId } from '../ids/new-id';

/** `condition`: availability or health changed; `step`: of the recovery ladder. */
export type DeviceEventKind =
  'enrolled' | 'condition' | 'preflight' | 'fault' | 'step' | 'drift' | 'edited' | 'maintenance';

export interface DeviceEventToSave {
  kind: DeviceEventKind;
  /** `controller`, or the name of the user who did it. */
  actor: string;
  message: string;
  body?: object;
}

/** Adds to a device's history. */
export async function saveDeviceEvent(db: Queryable, deviceId: string, event: DeviceEventToSave): Promise<void> {
  await db.query(
    `INSERT INTO device_event (id, device_id, kind, actor, message, body) VALUES ($1, $2, $3, $4, $5, $6)`,
    [newId(), deviceId, event.kind, event.actor, event.message, JSON.stringify(event.body ?? {})],
  );
}

/** A device's history, the newest first, behind the event `before`. */
export async function listDeviceEvents(
  database: Database,
  deviceId: string,
  page: { limit: number; before?: string },
): Promise<DeviceEvent[]> {
  return database.prisma.deviceEvent.findMany({
    where: { deviceId, ...(page.before && { id: { lt: page.before } }) },
    orderBy: { id: 'desc' },
    take: page.limit,
  });
}
