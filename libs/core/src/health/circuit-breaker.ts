import type { FaultOrigin } from '../fault/fault';

/** A device that fails so often in a row by its own fault is taken out. */
const BREAKER_THRESHOLD = 3;
/** Seconds after which somebody is to have looked at a device in quarantine. */
export const REVIEW_AFTER_S = 7 * 86_400;

export interface CountedFault {
  consecutiveFaults: number;
  /** `spare`: it is not the device's fault; `recover`: the recovery ladder has its chance; `quarantine`: a person has. */
  verdict: 'spare' | 'recover' | 'quarantine';
}

/**
 * The circuit breaker: counts a fault against a device, if it is the device's own. A shard that completes, or a check that an
 * admin asked for and that passes, sets the count back.
 *
 * @param consecutiveFaults faults of the device itself before this one.
 */
export function countFault(origin: FaultOrigin, consecutiveFaults: number): CountedFault {
  if (origin !== 'device') return { consecutiveFaults, verdict: 'spare' };
  const counted = consecutiveFaults + 1;
  return { consecutiveFaults: counted, verdict: counted < BREAKER_THRESHOLD ? 'recover' : 'quarantine' };
}
