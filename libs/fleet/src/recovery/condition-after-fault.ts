import {
  countFault,
  ladderAfterFault,
  REVIEW_AFTER_S,
  tellLadder,
  type FaultOrigin,
  type Ladder,
} from '@joulefleet/core';
import type { DeviceCondition } from '@joulefleet/store';

/** A fault of nobody's device is given this long before the device is checked again. */
const RECHECK_IN_S = 30;

/** What is counted of a device when it fails. */
export interface FaultyDevice {
  faultsInRow: number;
  ladder: Ladder | null;
}

/**
 * How a device stands after a fault for which it had to stop. Its own faults are counted: recovery has the first ones, a person
 * the one at which the circuit breaker trips. Others only make it be checked again.
 *
 * @param at ISO 8601.
 */
export function conditionAfterFault(
  fault: { code: string; message: string; origin: FaultOrigin },
  device: FaultyDevice,
  at: string,
): DeviceCondition {
  const said = `${fault.code}: ${fault.message}`;
  const { faultsInRow, verdict } = countFault(fault.origin, device.faultsInRow);
  if (verdict === 'spare') {
    const reason = `${said} (${fault.origin})`;
    return { availability: 'offline', health: 'unknown', reason, untilInS: RECHECK_IN_S };
  }
  const ladder = ladderAfterFault(device.ladder, at, said);
  if (verdict === 'recover') {
    return { availability: 'offline', health: 'unknown', reason: said, untilInS: 0, faultsInRow, ladder };
  }
  return { ...quarantined(tellFaults(faultsInRow, ladder)), faultsInRow, ladder: { ...ladder, open: false } };
}

/** Taken out until a person has looked at it. */
export function quarantined(reason: string): DeviceCondition {
  return { availability: 'quarantined', health: 'bad', reason, untilInS: REVIEW_AFTER_S };
}

function tellFaults(faultsInRow: number, ladder: Ladder): string {
  const messages = [...new Set(ladder.faults.map(({ message }) => message))].join('; ');
  const tried = ladder.steps.length > 0 ? `; tried: ${tellLadder(ladder)}` : '';
  return `${faultsInRow} faults of its own in a row: ${messages}${tried}`;
}
