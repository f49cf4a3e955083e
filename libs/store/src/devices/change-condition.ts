import {
  answerOf,
  AVAILABILITIES,
  DEADLINES,
  describeReason,
  type Availability,
  type ConditionEvent,
  type DeviceCondition,
  type Health,
  type Ladder,
  type PendingExit,
} from '@joulefleet/core';
import type { Queryable } from '../database';
import { writeEvents, type EventToWrite } from '../events/write-events';

/** What an event did to a device. `version`: that of its condition now. */
export interface ConditionChange {
  result: 'moved' | 'stays' | 'pending' | 'refused';
  version: number;
}

interface CurrentCondition {
  availability: Availability;
  health: Health;
  version: number;
  pendingExit: PendingExit | null;
}

/**
 * The only writer of a device's condition. Whether the device may go to `to` for this event is decided by core's table; every
 * change makes the condition a new version. `since` moves only when the availability changes.
 *
 * Whoever calls it holds the lease row first, then calls this: the order in which everybody locks the two.
 */
export async function changeCondition(
  db: Queryable,
  deviceId: string,
  event: ConditionEvent,
  to: DeviceCondition,
): Promise<ConditionChange> {
  const now = await lockCondition(db, deviceId);
  const answer = answerOf(now.availability, event, to.availability);
  if (answer === 'stays' || answer === 'pending' || answer === 'refused')
    return { result: answer, version: now.version };
  const version = await writeCondition(db, deviceId, to);
  await writeDeviceEvent(db, deviceId, to);
  return { result: 'moved', version };
}

/** The states in which the dispatcher's events lease a device. */
const LEASABLE = {
  lease: AVAILABILITIES.filter((state) => answerOf(state, 'lease', 'leased') === 'leased'),
  regrant: AVAILABILITIES.filter((state) => answerOf(state, 'regrant', 'leased') === 'leased'),
};

/**
 * The dispatcher leases the device. Its health stays; so does the deadline of a device that is to leave. Returns the event to be
 * written; null: the table refuses it, or an offline or cooling device is not to be tried yet.
 */
export async function markLeased(
  db: Queryable,
  deviceId: string,
  event: 'lease' | 'regrant',
): Promise<EventToWrite | null> {
  const { rows } = await db.query<{ health: Health }>(
    `UPDATE device SET availability = 'leased', reason = NULL, state_owner = 'controller', version = version + 1,
       deadline_at = CASE WHEN pending_exit IS NULL THEN NULL ELSE deadline_at END,
       since = CASE WHEN availability = 'leased' THEN since ELSE now() END
     WHERE id = $1 AND availability = ANY($2) AND (availability = 'leased' OR deadline_at IS NULL OR deadline_at <= now())
     RETURNING health`,
    [deviceId, LEASABLE[event]],
  );
  const [leased] = rows;
  return leased ? deviceEvent(deviceId, { availability: 'leased', health: leased.health, reason: null }) : null;
}

/**
 * Notes that a device at work is to leave when its shard has ended, at the latest in `withinS` seconds. Of two wishes the
 * stronger one holds (retired over quarantined), and the earlier deadline.
 */
export async function setPendingExit(
  db: Queryable,
  deviceId: string,
  exit: PendingExit,
  withinS: number,
): Promise<void> {
  await db.query(
    `UPDATE device SET version = version + 1,
       pending_exit = CASE WHEN pending_exit->>'to' = 'retired' AND $2::jsonb->>'to' = 'quarantined'
         THEN pending_exit ELSE $2 END,
       deadline_at = least(CASE WHEN pending_exit IS NOT NULL THEN deadline_at END, now() + $3::float8 * interval '1 second')
     WHERE id = $1`,
    [deviceId, JSON.stringify(exit), withinS],
  );
}

export interface LeasedHealth {
  health: Health;
  consecutiveFaults: number;
  ladder: Ladder | null;
}

/** What became known of the health of a device at work; everything else of its condition stays. */
export async function changeLeasedHealth(db: Queryable, deviceId: string, to: LeasedHealth): Promise<void> {
  await db.query(
    `UPDATE device SET health = $2, consecutive_faults = $3, ladder = $4, version = version + 1 WHERE id = $1`,
    [deviceId, to.health, to.consecutiveFaults, to.ladder && JSON.stringify(to.ladder)],
  );
  await writeDeviceEvent(db, deviceId, { availability: 'leased', health: to.health, reason: null });
}

/** Faults count from zero, and recovery starts at its first step. The version stays: whoever has the device in hand goes on. */
export async function forgetFaults(db: Queryable, deviceId: string): Promise<void> {
  await db.query(`UPDATE device SET consecutive_faults = 0, ladder = NULL WHERE id = $1`, [deviceId]);
}

/** The wish that a device leaves, taken off its row; null: there is none. */
export async function takePendingExit(db: Queryable, deviceId: string): Promise<PendingExit | null> {
  const { pendingExit } = await lockCondition(db, deviceId);
  if (pendingExit)
    await db.query(`UPDATE device SET pending_exit = NULL, version = version + 1 WHERE id = $1`, [deviceId]);
  return pendingExit;
}

async function lockCondition(db: Queryable, deviceId: string): Promise<CurrentCondition> {
  const { rows } = await db.query<CurrentCondition>(
    `SELECT availability, health, version, pending_exit AS "pendingExit" FROM device WHERE id = $1 FOR NO KEY UPDATE`,
    [deviceId],
  );
  const [condition] = rows;
  if (!condition) throw new Error(`there is no device ${deviceId}`);
  return condition;
}

async function writeCondition(db: Queryable, deviceId: string, to: DeviceCondition): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    `UPDATE device SET health = $3, reason = $4, state_owner = $6, version = version + 1,
       since = CASE WHEN availability = $2 THEN since ELSE now() END, availability = $2,
       deadline_at = CASE WHEN $5::float8 IS NULL THEN NULL ELSE now() + $5::float8 * interval '1 second' END,
       consecutive_faults = coalesce($7, consecutive_faults), ladder = CASE WHEN $8 THEN $9::jsonb ELSE ladder END
     WHERE id = $1 RETURNING version`,
    [
      deviceId,
      to.availability,
      to.health,
      to.reason && JSON.stringify(to.reason),
      DEADLINES[to.availability] === null ? null : (to.deadlineInS ?? null),
      to.stateOwner ?? 'controller',
      to.consecutiveFaults ?? null,
      to.ladder !== undefined,
      to.ladder ? JSON.stringify(to.ladder) : null,
    ],
  );
  return rows[0]!.version;
}

async function writeDeviceEvent(db: Queryable, deviceId: string, condition: ShownCondition): Promise<void> {
  await writeEvents(db, [deviceEvent(deviceId, condition)]);
}

type ShownCondition = Pick<DeviceCondition, 'availability' | 'health' | 'reason'>;

function deviceEvent(deviceId: string, { availability, health, reason }: ShownCondition): EventToWrite {
  return { kind: 'device', deviceId, body: { availability, health, reason: reason && describeReason(reason) } };
}
