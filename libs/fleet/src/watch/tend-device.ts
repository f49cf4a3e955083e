import type { Care } from '@joulefleet/core';
import {
  inTransaction,
  lockDevice,
  moveDevice,
  moveRetry,
  quarantineDevice,
  type DeviceCondition,
  type DeviceToWatch,
  type MoveGuard,
} from '@joulefleet/store';
import { inMaintenance, MAINTENANCE_OVER } from '../maintenance-conditions';
import { climbLadder } from '../recovery/climb-ladder';
import type { CarePorts } from './care-ports';
import { checkReturned, untilOf } from './check-returned';
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

type Standing = Extract<Care, { kind: 'lose' | 'explain' | 'distrust' | 'begin_maintenance' | 'end_maintenance' }>;

/** What needs nothing but the database. */
async function stand(ports: CarePorts, row: DeviceToWatch, care: Standing): Promise<boolean> {
  switch (care.kind) {
    case 'lose':
      return move(ports, row, { from: ['ready', 'cooling'], lease: 'free' }, lost(care.reason, care.untilInMs));
    case 'explain':
      return explain(ports, row, care);
    case 'distrust':
      return distrust(ports, row, care.reason);
    case 'begin_maintenance':
      return move(
        ports,
        row,
        { from: ['ready', 'cooling', 'offline'], lease: 'idle' },
        inMaintenance(care.window, care.untilInMs),
      );
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

/** A shard that waits for it is given back: others may take its trials. */
async function distrust({ database }: CarePorts, { name }: DeviceToWatch, reason: string): Promise<boolean> {
  return inTransaction(database, async (db) => {
    const device = await lockDevice(db, name);
    if (!device || !['ready', 'cooling', 'offline'].includes(device.availability)) return false;
    await quarantineDevice(db, device, { reason, by: 'controller' });
    return true;
  });
}

/** No event: a device may be unreachable for two reasons in turn. Nor has the dispatcher anything new to look at. */
async function explain(
  { database }: CarePorts,
  row: DeviceToWatch,
  { reason, untilInMs }: Extract<Care, { kind: 'explain' }>,
): Promise<boolean> {
  const guard: MoveGuard = { from: ['offline'], lease: 'free', until: untilOf(row) };
  await moveDevice(database, row.deviceId, guard, lost(reason, untilInMs));
  return false;
}

function lost(reason: string, untilInMs: number): DeviceCondition {
  return { availability: 'offline', health: 'unknown', reason, untilInS: untilInMs / 1000 };
}
