import type { Care } from '@joulefleet/core';
import { moveDevice, moveRetry, type DeviceCondition, type DeviceToWatch, type MoveGuard } from '@joulefleet/store';
import { MAINTENANCE_OVER } from '../maintenance-over';
import { climbLadder } from '../recovery/climb-ladder';
import { quarantined } from '../recovery/condition-after-fault';
import type { CarePorts } from './care-ports';
import { checkReturned } from './check-returned';
import type { KeptLine } from './kept-line';

/** Does what the plan says about a device. True: the dispatcher has something new to look at. */
export async function tendDevice(
  ports: CarePorts,
  row: DeviceToWatch,
  line: KeptLine | null,
  care: Care,
): Promise<boolean> {
  const connection = line?.connection() ?? null;
  switch (care.kind) {
    case 'none':
      return false;
    case 'reconnect':
      line?.reconnect();
      return false;
    case 'renew':
      line?.welcome();
      return moveRetry(ports.database, row.deviceId, 0);
    case 'hold_off':
      await moveRetry(ports.database, row.deviceId, care.untilInMs / 1000);
      return false;
    case 'check':
      return connection !== null && checkReturned(ports, row, connection);
    case 'recover':
      return line !== null && climbLadder(ports, row, line);
    default:
      return stand(ports, row, care);
  }
}

type Standing = Extract<Care, { kind: 'lose' | 'distrust' | 'begin_maintenance' | 'end_maintenance' }>;

/** What needs nothing but the database. */
async function stand(ports: CarePorts, row: DeviceToWatch, care: Standing): Promise<boolean> {
  switch (care.kind) {
    case 'lose':
      return move(ports, row, { from: ['ready', 'cooling'], lease: 'free' }, lost(care.reason, care.untilInMs));
    case 'distrust':
      return move(ports, row, { from: ['ready', 'cooling', 'offline'], lease: 'free' }, quarantined(care.reason));
    case 'begin_maintenance':
      return move(ports, row, { from: ['ready', 'cooling', 'offline'], lease: 'idle' }, inMaintenance(care));
    case 'end_maintenance':
      return move(ports, row, { from: ['maintenance'], lease: 'idle' }, MAINTENANCE_OVER);
  }
}

async function move(ports: CarePorts, row: DeviceToWatch, guard: MoveGuard, to: DeviceCondition): Promise<boolean> {
  const message = `${to.availability}: ${to.reason}`;
  const body = { availability: to.availability, health: to.health };
  const event = { kind: 'condition', actor: 'controller', message, body } as const;
  return (await moveDevice(ports.database, row.deviceId, guard, to, event)) !== null;
}

function lost(reason: string, untilInMs: number): DeviceCondition {
  return { availability: 'offline', health: 'unknown', reason, untilInS: untilInMs / 1000 };
}

function inMaintenance({ window, untilInMs }: Extract<Care, { kind: 'begin_maintenance' }>): DeviceCondition {
  return {
    availability: 'maintenance',
    health: 'unknown',
    reason: window.reason,
    untilInS: untilInMs / 1000,
    stateOwner: window.createdBy,
  };
}
