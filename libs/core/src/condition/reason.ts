import type { FaultOrigin } from '../fault/fault';
import type { Rung } from '../health/recovery-ladder';

/** Why a device is in its condition: a code with parameters. `describeReason` is the only place that turns it into text. */
export type Reason =
  /** A person gave it: quarantine, maintenance, retirement. */
  | { code: 'person'; text: string }
  /** Checks of the pre-flight that did not pass, with what they found. */
  | { code: 'preflight'; checks: string[]; message: string }
  /** A fault, by its own code: unreachable, refused, changed host key, or of the device itself. */
  | { code: 'fault'; fault: string; origin: FaultOrigin; message: string }
  /** The circuit breaker tripped. `tried`: the recovery steps, empty when there were none. */
  | { code: 'repeated_faults'; count: number; messages: string[]; tried: string }
  | { code: 'recovery_failed'; cause: string; tried: string }
  | { code: 'recovering'; cause: string; rung: Rung }
  /** Settings that differ from the snapshot after the restore. */
  | { code: 'not_restored'; differences: string[] }
  | { code: 'restore_unreported' }
  | { code: 'checking' }
  | { code: 'maintenance_ended' }
  | { code: 'not_examined' }
  /** Another host key was pinned while the device could not be reached. */
  | { code: 'repinned'; message: string }
  /** It was asked to leave, and its shard did not end in time. */
  | { code: 'did_not_stop'; asked: string }
  /** Text that a version before 0.2 stored. */
  | { code: 'recorded'; text: string };

export type ReasonCode = Reason['code'];

/** The reason as people read it: one line. */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'person':
    case 'recorded':
      return reason.text;
    case 'preflight':
      return reason.message;
    case 'fault':
      return reason.origin === 'device' ? `${reason.fault}: ${reason.message}` : `${reason.message} (${reason.origin})`;
    case 'repeated_faults':
      return `${reason.count} consecutive faults of the device: ${reason.messages.join('; ')}${triedText(reason.tried)}`;
    case 'recovery_failed':
      return `${reason.cause}; recovery did not help: ${reason.tried}`;
    case 'recovering':
      return `${reason.cause}; recovery: ${reason.rung.replace('_', ' ')}`;
    case 'not_restored':
      return `not restored after its shard: ${reason.differences.join(', ')}`;
    case 'restore_unreported':
      return 'the agent did not report whether it restored the device';
    case 'checking':
      return 'being checked';
    case 'maintenance_ended':
      return 'maintenance ended; it is checked next';
    case 'not_examined':
      return 'not examined yet';
    case 'repinned':
      return `a new host key is pinned; ${reason.message}`;
    case 'did_not_stop':
      return `its shard did not stop in time: ${reason.asked}`;
  }
}

function triedText(tried: string): string {
  return tried === '' ? '' : `; tried: ${tried}`;
}

/** The reason for a fault of any origin. */
export function faultReason({ code, origin, message }: { code: string; origin: FaultOrigin; message: string }): Reason {
  return { code: 'fault', fault: code, origin, message };
}

/** Whether two reasons say the same. */
export function isSameReason(a: Reason | null, b: Reason | null): boolean {
  return a === b || (a !== null && b !== null && a.code === b.code && describeReason(a) === describeReason(b));
}

/** Whether the device shows another host key than the pinned one. */
export function isHostKeyChange(reason: Reason | null): boolean {
  return reason?.code === 'fault' && reason.fault === 'host_key_changed';
}
