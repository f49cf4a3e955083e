import type { Fault } from '@joulefleet/core';

export type AfterFault =
  /** Try the connection again after this pause. */
  | { kind: 'reconnect'; afterMs: number }
  /** Give up for now: the device is offline, its shard waits for it. */
  | { kind: 'offline'; retryInS: number }
  /** The device itself fails: its shard is over, and the fault is counted. */
  | { kind: 'fault' }
  /** A fault of ours that lasts: after this pause, whichever worker is free follows the shard. Nothing is stored of the device. */
  | { kind: 'hand_over'; afterMs: number }
  /** A person must look at the device. */
  | { kind: 'quarantine' };

const RECONNECTS = 3;
const FIRST_PAUSE_MS = 500;
const FIRST_RETRY_S = 5;
/** A device is at work again within 30 s of its return, also when nobody watches over it. */
const MAX_RETRY_S = 20;
/** What a person has to mend is tried this rarely. */
const REFUSED_RETRY_S = 60;
/** Executions of a shard after which an error of our own is not tried again: it would come back for ever. */
const MAX_BUG_EXECUTIONS = 10;

/** The agent is not installed for sudo as it should be: a person has to go to the device. */
const SUDO_CODES = ['sudo_missing', 'sudo_refused', 'agent_not_installed', 'agent_outdated'];
/** Somebody has to look: another machine may answer, or nothing that we do helps. */
const PERSON_CODES = new Set(['host_key_changed', 'board_changed', 'shard_not_stopping', ...SUDO_CODES]);

/**
 * What becomes of a shard when following it failed. A fault of the controller costs time, and says nothing of the device: it is
 * never stored as its state. Faults of the network only ever cost time, and so does a bug, until it has come back ten times: then
 * the device waits for a person, with that reason. A refused login or a wrong address waits for whoever mends it; faults of the
 * device itself are counted; another host key or serial number is another board.
 *
 * @param reconnects connections lost in a row before this one.
 * @param shardAttempt executions of the shard so far: an absent device is asked more and more rarely.
 */
export function decideAfterFault(fault: Fault, reconnects: number, shardAttempt: number): AfterFault {
  const retryInS = Math.min(MAX_RETRY_S, FIRST_RETRY_S * 2 ** (shardAttempt - 1));
  if (PERSON_CODES.has(fault.code)) return { kind: 'quarantine' };
  if (fault.origin === 'operator' && !fault.transient) return { kind: 'offline', retryInS: REFUSED_RETRY_S };
  const stable = fault.origin === 'device' && !fault.transient;
  if (!stable && reconnects < RECONNECTS) return { kind: 'reconnect', afterMs: FIRST_PAUSE_MS * 2 ** reconnects };
  if (fault.origin === 'device') return { kind: 'fault' };
  if (fault.origin === 'controller') return { kind: 'hand_over', afterMs: retryInS * 1_000 };
  if (fault.origin === 'bug' && shardAttempt >= MAX_BUG_EXECUTIONS) return { kind: 'quarantine' };
  return { kind: 'offline', retryInS };
}
