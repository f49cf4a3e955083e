import { REVIEW_AFTER_S } from '@joulefleet/core';
import type { Database, Queryable } from '../database';
import { saveDeviceEvent } from './device-events';
import type { LockedDevice } from './lock-device';
import { releaseShard } from './release-shard';
import { setAvailability } from './set-availability';

/** Who takes a device out, and why. */
export interface TakeOut {
  reason: string;
  /** Name of the user. */
  by: string;
}

/**
 * Takes a device out until somebody has it checked; asked for again, the reason and the deadline are the new ones. One that is
 * at work (`asked`) goes there when its shard has ended; one that cannot be reached gives its shard back.
 */
export async function quarantineDevice(
  db: Queryable,
  device: LockedDevice,
  why: TakeOut,
): Promise<'quarantined' | 'asked'> {
  if (device.availability === 'leased') {
    await db.query(`UPDATE device SET quarantine_asked = $2 WHERE id = $1`, [device.id, JSON.stringify(why)]);
    const message = `to be quarantined when its trial has ended: ${why.reason}`;
    await saveDeviceEvent(db, device.id, { kind: 'condition', actor: why.by, message });
    return 'asked';
  }
  if (device.shardId !== null) await releaseShard(db, device.id, device.shardId);
  await putIntoQuarantine(db, device.id, why);
  return 'quarantined';
}

/** Whether a device is to go into quarantine when its trial has ended. */
export async function isQuarantineAsked(database: Database, deviceId: string): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `SELECT 1 FROM device WHERE id = $1 AND quarantine_asked IS NOT NULL`,
    [deviceId],
  );
  return rowCount === 1;
}

/** At the end of a shard: a device whose quarantine was asked for goes there, however the shard ended. */
export async function applyAskedQuarantine(db: Queryable, deviceId: string): Promise<void> {
  const { rows } = await db.query<{ asked: TakeOut; availability: string }>(
    `SELECT quarantine_asked AS asked, availability FROM device WHERE id = $1 AND quarantine_asked IS NOT NULL FOR UPDATE`,
    [deviceId],
  );
  const [found] = rows;
  if (!found) return;
  // What put it into quarantine by itself weighs more than the wish to have it there.
  if (found.availability !== 'quarantined') return putIntoQuarantine(db, deviceId, found.asked);
  await db.query(`UPDATE device SET quarantine_asked = NULL WHERE id = $1`, [deviceId]);
}

async function putIntoQuarantine(db: Queryable, deviceId: string, { reason, by }: TakeOut): Promise<void> {
  await setAvailability(db, deviceId, {
    availability: 'quarantined',
    health: 'unknown',
    reason,
    untilInS: REVIEW_AFTER_S,
    stateOwner: by,
  });
  await db.query(`UPDATE device SET quarantine_asked = NULL WHERE id = $1`, [deviceId]);
  await saveDeviceEvent(db, deviceId, {
    kind: 'condition',
    actor: by,
    message: `quarantined: ${reason}`,
    body: { availability: 'quarantined', health: 'unknown' },
  });
}
