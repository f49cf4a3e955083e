import {
  asFault,
  conditionAfterPreflight,
  describeReason,
  faultReason,
  isSameReason,
  type DeviceCondition,
  type Fault,
} from '@joulefleet/core';
import {
  changeCondition,
  changeFreeDevice,
  saveDeviceEvent,
  savePrivilege,
  type Database,
  type DeviceWithLease,
  type LockedDevice,
  type Queryable,
} from '@joulefleet/store';
import type { FleetPorts } from '../fleet-ports';
import { requireOneName } from '../board-known';
import { inMaintenance } from '../maintenance-conditions';
import { isAnotherBoard, quarantineMistaken } from '../host-key-faults';
import { sshTargetOf } from '../ssh-target-of';
import { recordFault, type RecordChange } from '../recorded-condition';
import { checkDevice } from './check-device';
import { openPrivileged } from './open-privileged';

/** An absent device is tried again after this long. */
const RETRY_S = 30;

/**
 * Connects to a device that no shard holds, runs the pre-flight, and puts the device into the condition that follows; one in a
 * maintenance window stays there. Where connecting fails, the device says why; `note` has what that changes, in the same
 * transaction.
 * @throws Fault of the connection, `host_key_changed` and `board_changed` among them: the device is quarantined then, naming both;
 * `board_known` (operator): it was retired, and its board is enrolled under another name since.
 */
export async function connectAndCheck(
  ports: FleetPorts,
  device: DeviceWithLease,
  by: string,
  note: RecordChange,
): Promise<void> {
  const { database, masterKey, agent } = ports;
  try {
    const asked = device.privilege === 'sudo' ? 'sudo' : undefined;
    const open = await openPrivileged(sshTargetOf(masterKey, device), agent, asked);
    try {
      const { privilege, sudoRefused } = open;
      const { verdict } = await checkDevice(ports, device, open.session, { for: null, by, sudoRefused });
      if (privilege !== device.privilege) await savePrivilege(database.pool, device.id, privilege);
      await applyVerdict(database, device, conditionAfterPreflight(verdict), by);
    } finally {
      open.close();
      await open.closed;
    }
  } catch (error) {
    if (isAnotherBoard(error)) await quarantineMistaken(database, device.name, error, note);
    else await notReached(database, device, { fault: asFault(error), by, note });
    throw error;
  }
}

async function applyVerdict(
  database: Database,
  device: DeviceWithLease,
  to: DeviceCondition,
  by: string,
): Promise<void> {
  await changeFreeDevice(database, device.name, async (db, locked) => {
    if (isTakenOutSince(device, locked)) return;
    await requireOneName(db, locked.id, device);
    const { result } = await changeCondition(db, locked.id, 'check', to);
    await stayInMaintenance(db, device, to);
    const same = locked.availability === to.availability && locked.health === to.health;
    if (result !== 'moved' || (same && isSameReason(locked.reason, to.reason))) return;
    const message = `${to.availability}${to.reason ? `: ${describeReason(to.reason)}` : ''}`;
    const body = { availability: to.availability, health: to.health };
    await saveDeviceEvent(db, locked.id, { kind: 'condition', actor: by, message, body });
  });
}

/** One that passes its check in an open window of maintenance is not leased before the window ends. */
async function stayInMaintenance(db: Queryable, device: DeviceWithLease, to: DeviceCondition): Promise<void> {
  const nowMs = Date.now();
  const open = device.maintenance.find(({ startsAt, endsAt }) => +startsAt <= nowMs && +endsAt > nowMs);
  if (!open || to.availability !== 'ready') return;
  await changeCondition(db, device.id, 'maintenance_begin', inMaintenance(open, +open.endsAt - nowMs));
}

/** Somebody took it out while it was being checked, or gave another reason: that holds. */
function isTakenOutSince(before: DeviceWithLease, { availability, version }: LockedDevice): boolean {
  return (availability === 'quarantined' || availability === 'retired') && version !== before.version;
}

/** Faults of the controller are reported to the caller, and change nothing. */
async function notReached(
  database: Database,
  device: DeviceWithLease,
  { fault, by, note }: { fault: Fault; by: string; note: RecordChange },
): Promise<void> {
  if (fault.origin === 'controller' || fault.origin === 'bug' || fault.code === 'executor_alive') return;
  await changeFreeDevice(database, device.name, async (db, locked) => {
    // What is out of use, or in maintenance, stays so.
    await changeCondition(db, locked.id, 'unreachable', {
      availability: 'offline',
      health: 'unknown',
      reason: faultReason(fault),
      deadlineInS: RETRY_S,
    });
    await saveDeviceEvent(db, locked.id, {
      kind: 'fault',
      actor: by,
      message: fault.message,
      body: { code: fault.code },
    });
    await recordFault(db, locked, fault, note);
  });
}
