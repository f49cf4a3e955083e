import type { PreflightVerdict } from '@joulefleet/core';
import type { DeviceCondition } from '@joulefleet/store';
import { quarantined } from '../recovery/condition-after-fault';

/** A hot board is looked at again after this long. */
const COOL_S = 30;
const RETRY_S = 30;

/** How a device stands after a pre-flight. */
export function conditionAfterPreflight(verdict: PreflightVerdict): DeviceCondition {
  if (verdict === 'passed') return { availability: 'ready', health: 'good', reason: null };
  const { kind, reason } = verdict;
  switch (kind) {
    case 'cooling':
      return { availability: 'cooling', health: 'unknown', reason, untilInS: COOL_S };
    case 'retry':
      return { availability: 'offline', health: 'unknown', reason, untilInS: RETRY_S };
    case 'blocked':
      return quarantined(reason);
  }
}
