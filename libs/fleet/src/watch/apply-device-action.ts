import {
  describeReason,
  type ConditionEvent,
  type DeviceAction,
  type DeviceCondition,
  type Reason,
} from '@joulefleet/core';
import {
  deferRegrant,
  exitDevice,
  exitOverdue,
  inTransaction,
  lockDevice,
  moveDevice,
  releaseAbandonedShard,
  type DeviceToWatch,
  type MoveGuard,
} from '@joulefleet/store';
import type { DeviceConnection } from '../connections/device-connection';
import { inMaintenance, MAINTENANCE_OVER } from '../maintenance-conditions';
import { climbLadder } from '../recovery/climb-ladder';
import type { WatchPorts } from '../watch-ports';
import { checkReturned } from './check-returned';

/** Does what the plan says about a device. True: the dispatcher has something new to look at. */
export async function applyDeviceAction(
  ports: WatchPorts,
  row: DeviceToWatch,
  connection: DeviceConnection | null,
  action: DeviceAction,
): Promise<boolean> {
  switch (action.kind) {
    case 'none':
      return false;
    case 'reconnect':
      connection?.reconnect();
      return false;
    case 'regrant':
      connection?.acknowledgeReturn();
      return deferRegrant(ports.database, row.deviceId, 0);
    case 'hold_off':
      await deferRegrant(ports.database, row.deviceId, action.deadlineInMs / 1000);
      return false;
    case 'check': {
      const held = connection?.connection() ?? null;
      return held !== null && checkReturned(ports, row, held);
    }
    case 'recover':
      return connection !== null && climbLadder(ports, row, connection);
    default:
      return changeOnly(ports, row, action);
  }
}

type DatabaseAction = Exclude<
  DeviceAction,
  { kind: 'none' | 'reconnect' | 'regrant' | 'hold_off' | 'check' | 'recover' }
>;

/** What needs nothing but the database. */
async function changeOnly(ports: WatchPorts, row: DeviceToWatch, action: DatabaseAction): Promise<boolean> {
  switch (action.kind) {
    case 'mark_offline':
      return move(ports, row, 'free', 'unreachable', offline(action.reason, action.deadlineInMs));
    case 'update_reason':
      return updateReason(ports, row, action);
    case 'quarantine':
      return quarantine(ports, row, action.reason);
    case 'stop_overdue':
      return underLock(ports, row, exitOverdue);
    case 'release_shard':
      return releaseAbandonedShard(ports.database, row.deviceId);
    case 'begin_maintenance':
      return move(ports, row, 'idle', 'maintenance_begin', inMaintenance(action.window, action.deadlineInMs));
    case 'end_maintenance':
      return move(ports, row, 'idle', 'maintenance_end', MAINTENANCE_OVER);
  }
}

async function move(
  ports: WatchPorts,
  { deviceId, version }: DeviceToWatch,
  lease: MoveGuard['lease'],
  event: ConditionEvent,
  to: DeviceCondition,
): Promise<boolean> {
  const { availability, health, reason } = to;
  const message = `${availability}: ${reason ? describeReason(reason) : health}`;
  const note = { kind: 'condition', actor: 'controller', message, body: { availability, health } } as const;
  return (await moveDevice(ports.database, deviceId, { lease, version }, event, to, note)) !== null;
}

/** A shard that waits for the device is given back: others may take its trials. */
async function quarantine(ports: WatchPorts, row: DeviceToWatch, reason: Reason): Promise<boolean> {
  return underLock(ports, row, async (db, device) => {
    if (!['ready', 'cooling', 'offline'].includes(device.availability)) return false;
    await exitDevice(db, device, { to: 'quarantined', reason, by: 'controller' });
    return true;
  });
}

async function underLock(
  { database }: WatchPorts,
  { name }: DeviceToWatch,
  work: typeof exitOverdue,
): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const device = await lockDevice(db, name);
    return device !== null && work(db, device);
  });
}

/** No history entry: a device may be unreachable for two reasons in turn. Nor has the dispatcher anything new to look at. */
async function updateReason(
  { database }: WatchPorts,
  { deviceId, version }: DeviceToWatch,
  { reason, deadlineInMs }: Extract<DeviceAction, { kind: 'update_reason' }>,
): Promise<boolean> {
  await moveDevice(database, deviceId, { lease: 'free', version }, 'unreachable', offline(reason, deadlineInMs));
  return false;
}

function offline(reason: Reason, deadlineInMs: number): DeviceCondition {
  return { availability: 'offline', health: 'unknown', reason, deadlineInS: deadlineInMs / 1000 };
}
