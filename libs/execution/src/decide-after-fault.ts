import type { Fault } from '@joulefleet/core';

export type AfterFault =
  /** Try the connection again after this pause. */
  | { kind: 'reconnect'; afterMs: number }
  /** Give up for now: the device is offline, its shard waits for it. */
  | { kind: 'offline'; retryInS: number }
  /** A person must look at the device. */
  | { kind: 'quarantine' };

const RECONNECTS = 3;
const FIRST_PAUSE_MS = 500;
const FIRST_RETRY_S = 5;
const LONGEST_RETRY_S = 60;

/**
 * What becomes of a shard when following it failed. Faults of the network, the controller or our own only ever cost time; what
 * is wrong with the device or its enrolment, and cannot pass by itself, needs a person.
 *
 * @param reconnects connections lost in a row before this one.
 * @param shardAttempt executions of the shard so far: an absent device is asked more and more rarely.
 */
export function decideAfterFault(fault: Fault, reconnects: number, shardAttempt: number): AfterFault {
  const ofTheDevice = fault.origin === 'device' || fault.origin === 'operator';
  if (ofTheDevice && !fault.transient) return { kind: 'quarantine' };
  if (reconnects < RECONNECTS) return { kind: 'reconnect', afterMs: FIRST_PAUSE_MS * 2 ** reconnects };
  return { kind: 'offline', retryInS: Math.min(LONGEST_RETRY_S, FIRST_RETRY_S * 2 ** (shardAttempt - 1)) };
}
