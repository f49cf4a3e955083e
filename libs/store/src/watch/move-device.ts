import type { ConditionEvent, DeviceCondition } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { changeCondition } from '../devices/change-condition';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';

/** What must still be so when a device is moved. */
export interface MoveGuard {
  /** `free`: no shard has it; `idle`: none has, or a suspended one. */
  lease: 'free' | 'idle';
  /** That of its condition when it was looked at: nobody has changed it since. */
  version: number;
}

/**
 * Changes the condition of a device that is not at work, if nobody else has done so since it was looked at, and notes why.
 * Returns the new version, by which whoever moved it goes on (`MoveGuard.version`); null: nothing has changed.
 */
export async function moveDevice(
  database: Database,
  deviceId: string,
  guard: MoveGuard,
  event: ConditionEvent,
  to: DeviceCondition,
  note?: DeviceEventToSave,
): Promise<{ version: number } | null> {
  return inTransaction(database, async (client) => {
    if (!(await holdDevice(client, deviceId, guard))) return null;
    const { result, version } = await changeCondition(client, deviceId, event, to);
    if (result !== 'moved') return null;
    if (note) await saveDeviceEvent(client, deviceId, note);
    return { version };
  });
}

/** Lease first, then device: the order in which everybody locks the two. */
async function holdDevice(db: Queryable, deviceId: string, { lease, version }: MoveGuard): Promise<boolean> {
  const idle = await db.query(
    `SELECT 1 FROM lease WHERE device_id = $1 AND (shard_id IS NULL OR ($2 = 'idle' AND expires_at <= now())) FOR UPDATE`,
    [deviceId, lease],
  );
  if (idle.rowCount === 0) return false;
  const still = await db.query(`SELECT 1 FROM device WHERE id = $1 AND version = $2 FOR NO KEY UPDATE`, [
    deviceId,
    version,
  ]);
  return still.rowCount === 1;
}
