import { inTransaction, type Database, type Queryable } from '../database';
import type { PlacedShard } from './place-shard';
import { saveDeviceEvent, type DeviceEventToSave } from '../devices/device-events';
import { applyAskedQuarantine } from '../devices/quarantine-device';
import { setAvailability, type DeviceCondition } from '../devices/set-availability';

/** The column holds milliseconds and rounds: a plain now() could lie half of one in the future. */
const AT_ONCE = `date_trunc('milliseconds', now())`;

/**
 * Ends a shard under its fence: trials not settled become pending again (as a new attempt, so that nothing left over of this
 * one can be mistaken for it), the lease is free. The device stands as `after` says, and `event` says why. False: stale fence.
 */
export async function settleShard(
  database: Database,
  shard: PlacedShard,
  after: DeviceCondition,
  event?: DeviceEventToSave,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const deviceId = await lockedDevice(client, shard);
    if (!deviceId) return false;
    await client.query(`UPDATE shard SET state = 'settled', settled_at = now() WHERE id = $1`, [shard.shardId]);
    await client.query(
      `UPDATE trial SET state = 'pending', shard_id = NULL, attempt = attempt + 1
       WHERE shard_id = $1 AND state = 'assigned'`,
      [shard.shardId],
    );
    await client.query(`UPDATE lease SET shard_id = NULL, expires_at = NULL WHERE device_id = $1`, [deviceId]);
    await setAvailability(client, deviceId, after);
    if (event) await saveDeviceEvent(client, deviceId, event);
    await applyAskedQuarantine(client, deviceId);
    return true;
  });
}

/**
 * The device of a shard cannot be reached: it is offline with a reason until `retryInS` has passed; then the lease is renewed
 * for the same shard, because the device may still be executing it.
 */
export async function suspendShard(
  database: Database,
  shard: PlacedShard,
  why: { reason: string; retryInS: number },
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    const deviceId = await lockedDevice(client, shard);
    if (!deviceId) return false;
    await client.query(`UPDATE shard SET state = 'queued' WHERE id = $1`, [shard.shardId]);
    await client.query(`UPDATE lease SET expires_at = ${AT_ONCE} WHERE device_id = $1`, [deviceId]);
    await setAvailability(client, deviceId, {
      availability: 'offline',
      health: 'unknown',
      reason: why.reason,
      untilInS: why.retryInS,
    });
    return true;
  });
}

async function lockedDevice(db: Queryable, shard: PlacedShard): Promise<string | null> {
  const { rows } = await db.query<{ device_id: string }>(
    `SELECT device_id FROM lease WHERE shard_id = $1 AND fence = $2 FOR UPDATE`,
    [shard.shardId, shard.fence],
  );
  return rows[0]?.device_id ?? null;
}

/** The worker goes away: the lease runs out at once, so that another worker may take the shard over. */
export async function handOverShard(database: Database, shard: PlacedShard): Promise<void> {
  await database.pool.query(`UPDATE lease SET expires_at = ${AT_ONCE} WHERE shard_id = $1 AND fence = $2`, [
    shard.shardId,
    shard.fence,
  ]);
}

/** Keeps what the agent told about the end of a shard. */
export async function saveShardEnd(db: Queryable, shardId: string, outcome: unknown): Promise<void> {
  await db.query(`UPDATE shard SET outcome = $2 WHERE id = $1`, [shardId, JSON.stringify(outcome)]);
}

export async function readShardEnd(database: Database, shardId: string): Promise<unknown> {
  return (
    (await database.prisma.shard.findUnique({ where: { id: shardId }, select: { outcome: true } }))?.outcome ?? null
  );
}
