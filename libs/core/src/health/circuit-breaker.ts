import type { FaultOrigin } from '../fault/fault';

/** A device that fails so often in a row by its own fault is taken out. */
const BREAKER_THRESHOLD = 3;
/** Seconds after which somebody is to have looked at a device in quarantine. */
export const REVIEW_AFTER_S = 7 * 86_400;

export interface CountedFault {
  faultsInRow: number;
  /** `spare`: it is not the device's fault; `recover`: the recovery ladder has its chance; `quarantine`: a person has. */
  verdict: 'spare' | 'recover' | 'quarantine';
}

/**
 * The circuit breaker: counts a fault against a device, if it is the device's own. A shard that completes, or a check that an
 * admin asked for and that passes, sets the count back.
 *
 * @param faultsInRow faults of the device itself before this one.
 */
export function countFault(origin: FaultOrigin, faultsInRow: number): CountedFault {
  if (origin !== 'device') return { faultsInRow, verdict: 'spare' };
  const counted = faultsInRow + 1;
  return { faultsInRow: counted, verdict: counted < BREAKER_THRESHOLD ? 'recover' : 'quarantine' };
}
