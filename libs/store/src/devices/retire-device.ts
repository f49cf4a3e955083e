import type { Queryable } from '../database';
import { saveDeviceEvent } from './device-events';
import type { LockedDevice } from './lock-device';
import type { TakeOut } from './quarantine-device';
import { releaseShard } from './release-shard';
import { setAvailability } from './set-availability';

/**
 * Takes a device that is not at work out for good: the trials that are left for it are skipped, so that campaigns end. Returns
 * how many those were.
 */
export async function retireDevice(db: Queryable, device: LockedDevice, why: TakeOut): Promise<number> {
  if (device.shardId !== null) await releaseShard(db, device.id, device.shardId);
  await setAvailability(db, device.id, {
    availability: 'retired',
    health: 'unknown',
    reason: why.reason,
    stateOwner: why.by,
  });
  await db.query(`UPDATE device SET quarantine_asked = NULL WHERE id = $1`, [device.id]);
  const skippedTrials = await countPendingTrials(db, device.id);
  await saveDeviceEvent(db, device.id, {
    kind: 'condition',
    actor: why.by,
    message: `retired: ${why.reason}`,
    body: { availability: 'retired', skippedTrials },
  });
  return skippedTrials;
}

/** The dispatcher skips them, slice by slice; they count as skipped already. */
async function countPendingTrials(db: Queryable, deviceId: string): Promise<number> {
  const { rows } = await db.query<{ pending: number }>(
    `SELECT coalesce(sum(pending), 0)::int AS pending FROM campaign_device WHERE device_id = $1`,
    [deviceId],
  );
  return rows[0]!.pending;
}
