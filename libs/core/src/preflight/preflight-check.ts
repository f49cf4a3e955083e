import type { PreflightExpectation, PreflightObservation } from './preflight-observation';

/** `blocks`: nothing is measured on the device. `warns`: it is shown, and the device is used. */
export type PreflightSeverity = 'blocks' | 'warns';

/** What mends it: waiting until the board is cool, trying again, or a person. */
export type PreflightWay = 'cool' | 'retry' | 'person';

/** What a check found: good, or a problem with what differs from the check's usual case. */
export type CheckOutcome =
  | { readonly passed: true; readonly message: string }
  | { readonly passed: false; readonly message: string; readonly way?: PreflightWay; readonly remedy?: string };

/** One named thing that has to be so before a device is measured on. */
export interface PreflightCheck {
  readonly name: string;
  readonly severity: PreflightSeverity;
  readonly way: PreflightWay;
  readonly judge: (observed: PreflightObservation, expected: PreflightExpectation) => CheckOutcome;
  /** What the reader can do about it. */
  readonly remedy: string;
}

export function good(message: string): CheckOutcome {
  return { passed: true, message };
}

export function problem(message: string, over: { way?: PreflightWay; remedy?: string } = {}): CheckOutcome {
  return { passed: false, message, ...over };
}
