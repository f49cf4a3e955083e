import {
  describeReason,
  REVIEW_AFTER_S,
  STOP_WITHIN_S,
  type Availability,
  type DeviceCondition,
  type PendingExit,
  type Reason,
} from '@joulefleet/core';
import type { Queryable } from '../database';
import { SHARES_CELLS } from '../campaigns/shares-cells';
import { changeCondition, setPendingExit, takePendingExit } from './change-condition';
import { saveDeviceEvent } from './device-events';
import type { LockedDevice } from './lock-device';
import { releaseShard } from './release-shard';

/** `pending`: it leaves when its trial has ended. `refused`: a retired device is not quarantined. */
export interface ExitResult {
  result: 'left' | 'pending' | 'refused';
  skippedTrials: number;
}

/**
 * Takes a device out of use: into quarantine until somebody has it checked, or for good. A device at work leaves when its trial
 * has ended, at the latest after `STOP_WITHIN_S`; `immediately` takes its shard away instead: the agent restores the device by
 * itself, and nothing that it still sends of the shard counts. Asked again, the reason and the deadline are the new ones.
 */
export async function exitDevice(
  db: Queryable,
  device: LockedDevice,
  exit: PendingExit,
  { immediately = false }: { immediately?: boolean } = {},
): Promise<ExitResult> {
  if (device.availability === 'leased' && !immediately) {
    await setPendingExit(db, device.id, exit, STOP_WITHIN_S);
    const message = `to be ${exit.to} when its trial has ended: ${describeReason(exit.reason)}`;
    await saveDeviceEvent(db, device.id, { kind: 'condition', actor: exit.by, message });
    return { result: 'pending', skippedTrials: 0 };
  }
  return leave(db, device, exit, exit.reason);
}

/** The stop deadline of a device at work has passed: its shard is taken away, and it leaves. False: that is no longer so. */
export async function exitOverdue(db: Queryable, device: LockedDevice): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM device WHERE id = $1 AND availability = 'leased' AND pending_exit IS NOT NULL AND deadline_at <= now()`,
    [device.id],
  );
  const exit = rowCount === 1 ? await takePendingExit(db, device.id) : null;
  if (!exit) return false;
  const reason: Reason = { code: 'did_not_stop', asked: describeReason(exit.reason) };
  return (await leave(db, device, exit, reason)).result === 'left';
}

/**
 * After the shard of a device has ended or was suspended: a device that was to leave does so. A suspended shard is given back:
 * nobody waits for a device that is out of use. What put it into quarantine by itself weighs more than the wish.
 */
export async function applyPendingExit(db: Queryable, deviceId: string): Promise<void> {
  const exit = await takePendingExit(db, deviceId);
  if (!exit) return;
  const { rows } = await db.query<LockedDevice>(
    `SELECT d.id, d.name, d.availability, d.health, d.reason, d.version, l.shard_id AS "shardId"
     FROM device d JOIN lease l ON l.device_id = d.id WHERE d.id = $1`,
    [deviceId],
  );
  const device = rows[0]!;
  if (device.availability === 'quarantined' && exit.to === 'quarantined') return;
  await leave(db, device, exit, exit.reason);
}

async function leave(db: Queryable, device: LockedDevice, exit: PendingExit, reason: Reason): Promise<ExitResult> {
  const event = device.availability === 'leased' ? 'stop_overdue' : EVENT[exit.to];
  const { result } = await changeCondition(db, device.id, event, conditionOf(exit, reason));
  if (result !== 'moved') return { result: result === 'refused' ? 'refused' : 'left', skippedTrials: 0 };
  if (device.shardId !== null) await releaseShard(db, device.id, device.shardId);
  await takePendingExit(db, device.id);
  const text = describeReason(reason);
  const skippedTrials = exit.to === 'retired' ? await countPendingTrials(db, device.id) : 0;
  await saveDeviceEvent(db, device.id, {
    kind: 'condition',
    actor: exit.by,
    message: `${exit.to}: ${text}`,
    body: { availability: exit.to, health: 'unknown', ...(exit.to === 'retired' && { skippedTrials }) },
  });
  return { result: 'left', skippedTrials };
}

const EVENT = { quarantined: 'quarantine', retired: 'retire' } as const satisfies Partial<Record<Availability, string>>;

function conditionOf({ to, by }: PendingExit, reason: Reason): DeviceCondition {
  const deadlineInS = to === 'quarantined' ? REVIEW_AFTER_S : undefined;
  return { availability: to, health: 'unknown', reason, deadlineInS, stateOwner: by };
}

/** The dispatcher skips them, slice by slice; they count as skipped already. Cells that are shared out others take over. */
async function countPendingTrials(db: Queryable, deviceId: string): Promise<number> {
  const { rows } = await db.query<{ pending: number }>(
    `SELECT coalesce(sum(pending), 0)::int AS pending FROM campaign_device n JOIN campaign c ON c.id = n.campaign_id
     WHERE device_id = $1 AND NOT ${SHARES_CELLS}`,
    [deviceId],
  );
  return rows[0]!.pending;
}
