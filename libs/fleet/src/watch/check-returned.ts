import { Logger } from '@nestjs/common';
import {
  asFault,
  conditionAfterFault,
  conditionAfterPreflight,
  describeReason,
  faultReason,
  ladderAfterCheck,
  ladderAfterFault,
  quarantined,
  type DeviceCondition,
  type Fault,
  type FaultyDevice,
  type Reason,
} from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import {
  databaseFault,
  findDevice,
  moveDevice,
  storedReason,
  type DeviceToWatch,
  type DeviceWithLease,
} from '@joulefleet/store';
import { isAnotherBoard } from '../host-key-faults';
import { isOwnFault } from '../own-fault';
import { runCheck } from '../preflight/run-check';
import { parseLadder } from '../recovery/parse-ladder';
import type { WatchPorts } from '../watch-ports';

/** A device that is being checked. Whoever changes its condition meanwhile makes another version of it. */
interface Claim {
  device: DeviceWithLease;
  version: number;
}

/**
 * Checks a device that has come back, and gives it the condition that follows. It is claimed for that time; when somebody else was
 * faster nothing happens. True: it is ready.
 */
export async function checkReturned(
  ports: WatchPorts,
  row: DeviceToWatch,
  connection: HeldConnection,
): Promise<boolean> {
  ports.stopping.throwIfAborted();
  const claim = await claimForCheck(ports, row);
  if (!claim) return false;
  const after = await conditionByCheck(ports, claim.device, connection, storedReason(row.reason));
  return applyCheck(ports, claim, after);
}

/** The condition after a pre-flight. The device's own faults before it stay counted. */
async function conditionByCheck(
  ports: WatchPorts,
  device: DeviceWithLease,
  connection: HeldConnection,
  before: Reason | null,
): Promise<DeviceCondition> {
  const { consecutiveFaults } = device;
  const ladder = parseLadder(device.ladder);
  try {
    const verdict = await runCheck(ports, device, connection);
    return {
      ...conditionAfterPreflight(verdict),
      consecutiveFaults,
      ladder: ladderAfterCheck(ladder, consecutiveFaults),
    };
  } catch (error) {
    const fault = databaseFault(error) ?? asFault(error);
    if (isOwnFault(fault)) new Logger('watch').error(`${device.name}: its check failed here: ${fault.message}`);
    if (isOwnFault(fault)) return asBefore(ports, before, { consecutiveFaults, ladder });
    return conditionAfterFailedCheck(ports, fault, { consecutiveFaults, ladder });
  }
}

/** The check failed here: it says nothing about the device, which keeps its reason and is checked again. */
function asBefore({ timings }: WatchPorts, reason: Reason | null, device: FaultyDevice): DeviceCondition {
  return { availability: 'offline', health: 'unknown', reason, deadlineInS: timings.recheckMs / 1000, ...device };
}

/** After a check that could not be made. What may pass by itself, or is stuck on the device, goes to the ladder uncounted. */
function conditionAfterFailedCheck({ timings }: WatchPorts, fault: Fault, device: FaultyDevice): DeviceCondition {
  const at = new Date().toISOString();
  if (isAnotherBoard(fault)) return quarantined(faultReason(fault));
  const deadlineInS = timings.recheckMs / 1000;
  if (fault.origin !== 'device') return { ...conditionAfterFault(fault, device, at), deadlineInS };
  if (!fault.transient) return conditionAfterFault(fault, device, at);
  const reason = faultReason(fault);
  const ladder = ladderAfterFault(device.ladder, at, describeReason(reason));
  return { availability: 'offline', health: 'unknown', reason, deadlineInS, ladder };
}

async function claimForCheck({ database, timings }: WatchPorts, row: DeviceToWatch): Promise<Claim | null> {
  const claimed = await moveDevice(database, row.deviceId, { lease: 'free', version: row.version }, 'claim', {
    availability: row.availability === 'cooling' ? 'cooling' : 'offline',
    health: 'unknown',
    reason: { code: 'checking' },
    deadlineInS: timings.checkMs / 1000,
  });
  const device = claimed && (await findDevice(database, row.name));
  return device && { device, version: claimed.version };
}

async function applyCheck({ database }: WatchPorts, { device, version }: Claim, to: DeviceCondition): Promise<boolean> {
  const { availability, health, reason } = to;
  const text = reason && describeReason(reason);
  const message = text === null ? 'it is back, and passed its check' : `${availability}: ${text}`;
  const note = {
    kind: 'condition',
    actor: 'controller',
    message,
    body: { availability, health, reason: text },
  } as const;
  const moved = await moveDevice(database, device.id, { lease: 'free', version }, 'check', to, note);
  return moved !== null && availability === 'ready';
}
