import {
  clockOffset,
  clocksRestored,
  clocksSettable,
  knobsSettable,
  powerModeAsExpected,
  privileged,
} from './clock-checks';
import { diskFree, diskWritable, noForeignLoad, noOtherAgent } from './guest-checks';
import { temperatureInWindow } from './heat-check';
import type { PreflightCheck, PreflightSeverity, PreflightWay } from './preflight-check';
import type { PreflightExpectation, PreflightObservation } from './preflight-observation';
import { railsPlausible, railsReadable } from './rail-checks';

/** All preflight checks; those that explain others come first. */
const PREFLIGHT_CHECKS: readonly PreflightCheck[] = [
  privileged,
  railsReadable,
  railsPlausible,
  powerModeAsExpected,
  clocksSettable,
  knobsSettable,
  clocksRestored,
  noForeignLoad,
  noOtherAgent,
  diskFree,
  diskWritable,
  temperatureInWindow,
  clockOffset,
];

/** The result of one check; a passed one reports what was observed. */
export interface PreflightFinding {
  check: string;
  passed: boolean;
  severity: PreflightSeverity;
  message: string;
  remedy: string;
  way: PreflightWay;
}

export type PreflightVerdict = 'passed' | { kind: 'cooling' | 'retry' | 'blocked'; reason: string; checks: string[] };

/** Findings of all checks, passed or failed, in the order of the table. */
export function judgePreflight(observed: PreflightObservation, expected: PreflightExpectation): PreflightFinding[] {
  return PREFLIGHT_CHECKS.map(({ name, severity, way, judge, remedy }) => {
    const outcome = judge(observed, expected);
    return { check: name, severity, way, remedy, ...outcome };
  });
}

/**
 * Derives the verdict from the findings: one finding that needs a person makes the device need one; otherwise a hot
 * board cools before anything is retried. The reason lists all checks with that resolution.
 */
export function verdictOf(findings: readonly PreflightFinding[]): PreflightVerdict {
  const blocking = findings.filter(({ passed, severity }) => !passed && severity === 'blocks');
  for (const [way, kind] of WAYS) {
    const failed = blocking.filter((finding) => finding.way === way);
    if (failed.length === 0) continue;
    const reason = failed.map(({ check, message }) => `${check}: ${message}`).join('; ');
    return { kind, reason, checks: failed.map(({ check }) => check) };
  }
  return 'passed';
}

const WAYS = [
  ['person', 'blocked'],
  ['cool', 'cooling'],
  ['retry', 'retry'],
] as const;
