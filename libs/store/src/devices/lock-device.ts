import type { Reason } from '@joulefleet/core';
import type { Queryable } from '../database';

export interface LockedDevice {
  id: string;
  name: string;
  availability: string;
  health: string;
  reason: Reason | null;
  /** Grows with each change of the condition. */
  version: number;
  /** The shard that it is leased to, or that waits for its return. */
  shardId: string | null;
}

/**
 * Holds a device, and its lease first as everybody does who takes both, until the transaction ends: nothing is leased, ended
 * or changed meanwhile. Null: there is none of that name.
 */
export async function lockDevice(db: Queryable, name: string): Promise<LockedDevice | null> {
  const lease = await db.query<{ deviceId: string; shardId: string | null }>(
    `SELECT l.device_id AS "deviceId", l.shard_id AS "shardId" FROM lease l JOIN device d ON d.id = l.device_id
     WHERE d.name = $1 FOR UPDATE OF l`,
    [name],
  );
  const [held] = lease.rows;
  if (!held) return null;
  const { rows } = await db.query<Omit<LockedDevice, 'shardId'>>(
    `SELECT id, name, availability, health, reason, version FROM device WHERE id = $1 FOR NO KEY UPDATE`,
    [held.deviceId],
  );
  return rows[0] ? { ...rows[0], shardId: held.shardId } : null;
}
