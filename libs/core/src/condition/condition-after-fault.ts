import type { FaultOrigin } from '../fault/fault';
import { countFault, REVIEW_AFTER_S } from '../health/circuit-breaker';
import { describeLadder, ladderAfterFault, type Ladder } from '../health/recovery-ladder';
import type { DeviceCondition } from './device-condition';
import { describeReason, faultReason, type Reason } from './reason';

/** Seconds after a fault of another origin until the device is checked again. */
const RECHECK_IN_S = 30;

/** What is counted of a device when it fails. */
export interface FaultyDevice {
  consecutiveFaults: number;
  ladder: Ladder | null;
}

/**
 * The condition after a fault for which a device had to stop. Its own faults are counted: the recovery ladder has the first
 * ones, a person the one at which the circuit breaker trips. Faults of other origins only lead to another check.
 *
 * @param at ISO 8601.
 */
export function conditionAfterFault(
  fault: { code: string; message: string; origin: FaultOrigin },
  device: FaultyDevice,
  at: string,
): DeviceCondition {
  const reason = faultReason(fault);
  const { consecutiveFaults, verdict } = countFault(fault.origin, device.consecutiveFaults);
  if (verdict === 'spare') return { availability: 'offline', health: 'unknown', reason, deadlineInS: RECHECK_IN_S };
  const ladder = ladderAfterFault(device.ladder, at, describeReason(reason));
  if (verdict === 'recover') {
    return { availability: 'offline', health: 'unknown', reason, deadlineInS: 0, consecutiveFaults, ladder };
  }
  const repeated = repeatedFaults(consecutiveFaults, ladder);
  return { ...quarantined(repeated), consecutiveFaults, ladder: { ...ladder, open: false } };
}

/** Out of use until a person has had it checked. */
export function quarantined(reason: Reason): DeviceCondition {
  return { availability: 'quarantined', health: 'bad', reason, deadlineInS: REVIEW_AFTER_S };
}

function repeatedFaults(count: number, ladder: Ladder): Reason {
  const messages = [...new Set(ladder.faults.map(({ message }) => message))];
  return { code: 'repeated_faults', count, messages, tried: describeLadder(ladder) };
}
