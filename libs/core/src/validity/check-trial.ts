import { clockAsRequested, clocksHeld } from './clock-checks';
import { notOvercurrent, notThrottled, temperatureInWindow } from './heat-checks';
import { knobsAsRequested } from './knob-check';
import { optionsAsRequested, optionsAttested } from './option-checks';
import { clockKeptLevel } from './residency-check';
import {
  counterAgrees,
  railAlive,
  railsConsistent,
  readingsComplete,
  readingsPlausible,
  sensorModeHeld,
} from './sensor-checks';
import type { Severity, TrialCheck } from './trial-check';
import type { TrialEvidence } from './trial-evidence';
import { aliasBounded, batchesComplete, enoughSamples, eventsComplete, noGap, windowPositive } from './window-checks';

/**
 * Every validity check. A trial is rejected only for a cause in this table, never for being far off: an outlier without
 * a cause is a result.
 */
export const TRIAL_CHECKS: readonly TrialCheck[] = [
  eventsComplete,
  batchesComplete,
  windowPositive,
  enoughSamples,
  noGap,
  clockAsRequested,
  clocksHeld,
  clockKeptLevel,
  knobsAsRequested,
  optionsAsRequested,
  optionsAttested,
  sensorModeHeld,
  readingsComplete,
  readingsPlausible,
  railAlive,
  railsConsistent,
  counterAgrees,
  notThrottled,
  notOvercurrent,
  temperatureInWindow,
  aliasBounded,
];

/** What a check found in a trial. */
export interface Finding {
  check: string;
  severity: Severity;
  message: string;
  remedy: string;
}

/** Findings of all checks, in the order of the table; none for a flawless trial. */
export function checkTrial(evidence: TrialEvidence): Finding[] {
  return TRIAL_CHECKS.flatMap(({ name, severity, finds, remedy }) => {
    const message = finds(evidence);
    return message === null ? [] : [{ check: name, severity, message, remedy }];
  });
}

/** Whether a trial counts: no finding rejects it. */
export function isAccepted(findings: readonly Pick<Finding, 'severity'>[]): boolean {
  return findings.every(({ severity }) => severity !== 'reject');
}

/** Whether whatever rejects a trial would reject its next attempt too: a window that is too short stays so. */
export function isRejectedForGood(findings: readonly Pick<Finding, 'check' | 'severity'>[]): boolean {
  const rejecting = findings.filter(({ severity }) => severity === 'reject');
  const repeats = ({ check }: Pick<Finding, 'check'>): boolean =>
    TRIAL_CHECKS.some(({ name, repeats: again }) => name === check && again === true);
  return rejecting.length > 0 && rejecting.every(repeats);
}
