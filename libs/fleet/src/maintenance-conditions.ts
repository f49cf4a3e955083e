import type { DeviceCondition } from '@joulefleet/core';

/** The condition in a maintenance window that ends in `deadlineInMs`. Whoever planned it is in charge. */
export function inMaintenance(window: { reason: string; createdBy: string }, deadlineInMs: number): DeviceCondition {
  return {
    availability: 'maintenance',
    health: 'unknown',
    reason: { code: 'person', text: window.reason },
    deadlineInS: deadlineInMs / 1000,
    stateOwner: window.createdBy,
  };
}

/** The condition after a maintenance window: whatever was done to the device, a check decides next. */
export const MAINTENANCE_OVER: DeviceCondition = {
  availability: 'offline',
  health: 'unknown',
  reason: { code: 'maintenance_ended' },
  deadlineInS: 0,
};
