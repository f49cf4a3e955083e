import type { PreflightExpectation, PreflightObservation } from './preflight-observation';

/** `blocks`: the device is not used for measurements. `warns`: the finding is shown, and the device is used. */
export type PreflightSeverity = 'blocks' | 'warns';

/** What resolves it: cooling down, a retry, or work by a person (`manual`). */
export type PreflightResolution = 'cool' | 'retry' | 'manual';

/** The outcome of a check: passed, or a problem with overrides of the check's defaults. */
export type CheckOutcome =
  | { readonly passed: true; readonly message: string }
  | {
      readonly passed: false;
      readonly message: string;
      readonly resolution?: PreflightResolution;
      readonly remedy?: string;
    };

/** A named precondition for measuring on a device. */
export interface PreflightCheck {
  readonly name: string;
  readonly severity: PreflightSeverity;
  readonly resolution: PreflightResolution;
  readonly judge: (observed: PreflightObservation, expected: PreflightExpectation) => CheckOutcome;
  /** What to do about it. */
  readonly remedy: string;
}

export function good(message: string): CheckOutcome {
  return { passed: true, message };
}

export function problem(
  message: string,
  over: { resolution?: PreflightResolution; remedy?: string } = {},
): CheckOutcome {
  return { passed: false, message, ...over };
}
