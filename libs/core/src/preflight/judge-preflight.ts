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
import type { PreflightCheck, PreflightSeverity, PreflightResolution } from './preflight-check';
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
  resolution: PreflightResolution;
}

export type PreflightVerdict = 'passed' | { kind: 'cooling' | 'retry' | 'blocked'; reason: string; checks: string[] };

/** Findings of all checks, passed or failed, in the order of the table. */
export function judgePreflight(observed: PreflightObservation, expected: PreflightExpectation): PreflightFinding[] {
  return PREFLIGHT_CHECKS.map(({ name, severity, resolution, judge, remedy }) => {
    const outcome = judge(observed, expected);
    return { check: name, severity, resolution, remedy, ...outcome };
  });
}

/**
 * Derives the verdict from the findings: one finding that needs a person makes the device need one; otherwise a hot
 * board cools before anything is retried. The reason lists all checks with that resolution.
 */
export function verdictOf(findings: readonly PreflightFinding[]): PreflightVerdict {
  const blocking = findings.filter(({ passed, severity }) => !passed && severity === 'blocks');
  for (const [resolution, kind] of VERDICT_ORDER) {
    const failed = blocking.filter((finding) => finding.resolution === resolution);
    if (failed.length === 0) continue;
    const reason = failed.map(({ check, message }) => `${check}: ${message}`).join('; ');
    return { kind, reason, checks: failed.map(({ check }) => check) };
  }
  return 'passed';
}

const VERDICT_ORDER = [
  ['manual', 'blocked'],
  ['cool', 'cooling'],
  ['retry', 'retry'],
] as const;
