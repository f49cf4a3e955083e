import type { Availability } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import { setAvailability, type DeviceCondition } from '../devices/set-availability';

/** What must still be so when a device is moved. */
export interface MoveGuard {
  from: readonly Availability[];
  /** `free`: no shard has it; `idle`: none has, or one that is suspended. */
  lease: 'free' | 'idle';
  /** Its `until`: nobody else has taken it in hand since. */
  until?: Date;
}

/**
 * Brings a device that is not at work into another condition, if it still stands as the guard says, and notes why. Tells its
 * new `until`, by which whoever moved it can be told from others (`MoveGuard.until`); null: somebody was faster, nothing changed.
 */
export async function moveDevice(
  database: Database,
  deviceId: string,
  guard: MoveGuard,
  to: DeviceCondition,
  event?: DeviceEventToSave,
): Promise<{ until: Date | null } | null> {
  return inTransaction(database, async (client) => {
    if (!(await holdDevice(client, deviceId, guard))) return null;
    await setAvailability(client, deviceId, to);
    if (event) await saveDeviceEvent(client, deviceId, event);
    const { rows } = await client.query<{ until: Date | null }>(`SELECT until FROM device WHERE id = $1`, [deviceId]);
    return rows[0] ?? null;
  });
}

/** Lease first, then device, as everybody does who takes both. */
async function holdDevice(db: Queryable, deviceId: string, { from, lease, until }: MoveGuard): Promise<boolean> {
  const idle = await db.query(
    `SELECT 1 FROM lease WHERE device_id = $1 AND (shard_id IS NULL OR ($2 = 'idle' AND expires_at <= now())) FOR UPDATE`,
    [deviceId, lease],
  );
  if (idle.rowCount === 0) return false;
  const still = await db.query(
    `SELECT 1 FROM device WHERE id = $1 AND availability = ANY($2) AND ($3::timestamptz IS NULL OR until = $3) FOR UPDATE`,
    [deviceId, from, until ?? null],
  );
  return still.rowCount === 1;
}
