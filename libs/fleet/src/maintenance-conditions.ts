import type { DeviceCondition } from '@joulefleet/store';

/** How a device stands in a window of maintenance that ends in `untilInMs`: whoever planned it has it. */
export function inMaintenance(window: { reason: string; createdBy: string }, untilInMs: number): DeviceCondition {
  return {
    availability: 'maintenance',
    health: 'unknown',
    reason: window.reason,
    untilInS: untilInMs / 1000,
    stateOwner: window.createdBy,
  };
}

/** How a device stands behind its maintenance: whatever was done to it, a check decides next. */
export const MAINTENANCE_OVER: DeviceCondition = {
  availability: 'offline',
  health: 'unknown',
  reason: 'maintenance is over, it is checked next',
  untilInS: 0,
};
