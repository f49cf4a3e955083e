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

type Texts = { [Code in ReasonCode]: (reason: Extract<Reason, { code: Code }>) => string };

const TEXTS: Texts = {
  person: ({ text }) => text,
  preflight: ({ message }) => message,
  fault: ({ fault, origin, message }) => (origin === 'device' ? `${fault}: ${message}` : `${message} (${origin})`),
  repeated_faults: ({ count, messages, tried }) =>
    `${count} consecutive faults of the device: ${messages.join('; ')}${triedText(tried)}`,
  recovery_failed: ({ cause, tried }) => `${cause}; recovery did not help: ${tried}`,
  recovering: ({ cause, rung }) => `${cause}; recovery: ${rung.replace('_', ' ')}`,
  not_restored: ({ differences }) => `not restored after its shard: ${differences.join(', ')}`,
  restore_unreported: () => 'the agent did not report whether it restored the device',
  checking: () => 'checking',
  maintenance_ended: () => 'checking: maintenance ended',
  not_examined: () => 'not examined yet',
  repinned: ({ message }) => `a new host key is pinned; ${message}`,
  did_not_stop: ({ asked }) => `its shard did not stop in time: ${asked}`,
  recorded: ({ text }) => text,
};

/** The reason as people read it: one line. */
export function describeReason(reason: Reason): string {
  return (TEXTS[reason.code] as (reason: Reason) => string)(reason);
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

/** Whether something else sets clocks on the board now: another login's agent, or a program. It answers, and is not free. */
export function isInUse(reason: Reason | null): boolean {
  if (reason?.code === 'preflight') return reason.checks.includes('no_other_agent');
  return reason?.code === 'fault' && reason.fault === 'device_busy';
}

/** Whether the device shows another host key than the pinned one. */
export function isHostKeyChange(reason: Reason | null): boolean {
  return reason?.code === 'fault' && reason.fault === 'host_key_changed';
}
