import type { PreflightVerdict } from '../preflight';
import { quarantined } from './condition-after-fault';
import type { DeviceCondition } from './device-condition';
import type { Reason } from './reason';

/** Seconds after which a hot device is checked again. */
const COOL_S = 30;
const RETRY_S = 30;

/** The condition that a pre-flight leads to. */
export function conditionAfterPreflight(verdict: PreflightVerdict): DeviceCondition {
  if (verdict === 'passed') return { availability: 'ready', health: 'good', reason: null };
  const reason: Reason = { code: 'preflight', checks: verdict.checks, message: verdict.reason };
  switch (verdict.kind) {
    case 'cooling':
      return { availability: 'cooling', health: 'unknown', reason, deadlineInS: COOL_S };
    case 'retry':
      return { availability: 'offline', health: 'unknown', reason, deadlineInS: RETRY_S };
    case 'blocked':
      return quarantined(reason);
  }
}
