import { clockOffset, clocksRestored, clocksSettable, powerModeAsExpected, privileged } from './clock-checks';
import { diskFree, diskWritable, noForeignLoad, noOtherAgent } from './guest-checks';
import { temperatureInWindow } from './heat-check';
import type { PreflightCheck, PreflightSeverity, PreflightWay } from './preflight-check';
import type { PreflightExpectation, PreflightObservation } from './preflight-observation';
import { railsPlausible, railsReadable } from './rail-checks';

/** Every check of a pre-flight, those first that explain others. */
const PREFLIGHT_CHECKS: readonly PreflightCheck[] = [
  privileged,
  railsReadable,
  railsPlausible,
  powerModeAsExpected,
  clocksSettable,
  clocksRestored,
  noForeignLoad,
  noOtherAgent,
  diskFree,
  diskWritable,
  temperatureInWindow,
  clockOffset,
];

/** What one check says of a device; a passed one says what was seen. */
export interface PreflightFinding {
  check: string;
  passed: boolean;
  severity: PreflightSeverity;
  message: string;
  remedy: string;
  way: PreflightWay;
}

export type PreflightVerdict = 'passed' | { kind: 'cooling' | 'retry' | 'blocked'; reason: string };

/** Findings of all checks, passed or not, in the order of the table. */
export function judgePreflight(observed: PreflightObservation, expected: PreflightExpectation): PreflightFinding[] {
  return PREFLIGHT_CHECKS.map(({ name, severity, way, judge, remedy }) => {
    const outcome = judge(observed, expected);
    return { check: name, severity, way, remedy, ...outcome };
  });
}

/**
 * What follows from the findings: a person is needed as soon as one finding needs one, a hot board cools before anything is
 * tried again. The reason names every check that has to be mended that way.
 */
export function verdictOf(findings: readonly PreflightFinding[]): PreflightVerdict {
  const blocking = findings.filter(({ passed, severity }) => !passed && severity === 'blocks');
  for (const [way, kind] of WAYS) {
    const [first, ...others] = blocking.filter((finding) => finding.way === way);
    if (first)
      return { kind, reason: [first, ...others].map(({ check, message }) => `${check}: ${message}`).join('; ') };
  }
  return 'passed';
}

const WAYS = [
  ['person', 'blocked'],
  ['cool', 'cooling'],
  ['retry', 'retry'],
] as const;
