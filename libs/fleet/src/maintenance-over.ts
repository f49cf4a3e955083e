import type { DeviceCondition } from '@joulefleet/store';

/** How a device stands behind its maintenance: whatever was done to it, a check decides next. */
export const MAINTENANCE_OVER: DeviceCondition = {
  availability: 'offline',
  health: 'unknown',
  reason: 'maintenance is over, it is checked next',
  untilInS: 0,
};
