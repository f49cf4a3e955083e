import { asFault, ladderAfterCheck, ladderAfterFault, type Fault, type PreflightVerdict } from '@joulefleet/core';
import type { HeldConnection } from '@joulefleet/remote';
import {
  findDevice,
  moveDevice,
  type DeviceCondition,
  type DeviceToWatch,
  type DeviceWithLease,
} from '@joulefleet/store';
import { conditionAfterPreflight } from '../preflight/condition-after-preflight';
import { conditionAfterFault, type FaultyDevice } from '../recovery/condition-after-fault';
import { parseLadder } from '../recovery/parse-ladder';
import type { CarePorts } from './care-ports';

/** Its turn to be looked at, and nobody else's until then. */
export interface Claim {
  device: DeviceWithLease;
  until: Date;
}

/**
 * Checks a device that has come back, and brings it where the check says. It is claimed for that time; when somebody else was
 * faster nothing happens. True: it is ready.
 */
export async function checkReturned(
  ports: CarePorts,
  row: DeviceToWatch,
  connection: HeldConnection,
): Promise<boolean> {
  ports.stopping.throwIfAborted();
  const claim = await claimForCheck(ports, row);
  if (!claim) return false;
  const after = await conditionByCheck(ports, claim.device, connection);
  return applyCheck(ports, claim, after);
}

/** How a device stands by its pre-flight. What it failed by its own fault before is still counted. */
async function conditionByCheck(
  ports: CarePorts,
  device: DeviceWithLease,
  connection: HeldConnection,
): Promise<DeviceCondition> {
  const { faultsInRow } = device;
  const ladder = parseLadder(device.ladder);
  try {
    const verdict = await runCheck(ports, device, connection);
    return { ...conditionAfterPreflight(verdict), faultsInRow, ladder: ladderAfterCheck(ladder, faultsInRow) };
  } catch (error) {
    return conditionAfterFailedCheck(ports, asFault(error), { faultsInRow, ladder });
  }
}

/** A check that could not be made: what may pass, or is stuck on the device, has the ladder's help, and is not counted. */
function conditionAfterFailedCheck({ timings }: CarePorts, fault: Fault, device: FaultyDevice): DeviceCondition {
  const at = new Date().toISOString();
  const untilInS = timings.recheckMs / 1000;
  if (fault.origin !== 'device') return { ...conditionAfterFault(fault, device, at), untilInS };
  if (!fault.transient) return conditionAfterFault(fault, device, at);
  const reason = `${fault.code}: ${fault.message}`;
  return {
    availability: 'offline',
    health: 'unknown',
    reason,
    untilInS,
    ladder: ladderAfterFault(device.ladder, at, reason),
  };
}

/** The pre-flight over a kept connection. Errors as of `startAgent` and the agent's. */
export async function runCheck(
  ports: CarePorts,
  device: DeviceWithLease,
  connection: HeldConnection,
): Promise<PreflightVerdict> {
  const open = await connection.openAgent(ports.agent);
  try {
    return await ports.check(device, open.session);
  } finally {
    open.close();
  }
}

async function claimForCheck({ database, timings }: CarePorts, row: DeviceToWatch): Promise<Claim | null> {
  const claimed = await moveDevice(
    database,
    row.deviceId,
    { from: [row.availability], lease: 'free', until: untilOf(row) },
    {
      availability: row.availability === 'cooling' ? 'cooling' : 'offline',
      health: 'unknown',
      reason: 'it is being checked',
      untilInS: timings.checkMs / 1000,
    },
  );
  const device = claimed && (await findDevice(database, row.name));
  return device && claimed.until ? { device, until: claimed.until } : null;
}

async function applyCheck({ database }: CarePorts, { device, until }: Claim, to: DeviceCondition): Promise<boolean> {
  const body = { availability: to.availability, health: to.health, reason: to.reason };
  const message = to.reason === null ? 'it is back, and passed its check' : `${to.availability}: ${to.reason}`;
  const event = { kind: 'condition', actor: 'controller', message, body } as const;
  const moved = await moveDevice(
    database,
    device.id,
    { from: ['offline', 'cooling'], lease: 'free', until },
    to,
    event,
  );
  return moved !== null && to.availability === 'ready';
}

/** The column holds whole milliseconds. */
export function untilOf({ untilMs }: DeviceToWatch): Date | undefined {
  return untilMs === null ? undefined : new Date(Math.round(untilMs));
}
