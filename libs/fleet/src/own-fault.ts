import type { Fault } from '@joulefleet/core';

/**
 * Whether a fault is the controller's own (its database, its master key, a bug): it says nothing about a device, and is never
 * stored as a device's state.
 */
export function isOwnFault({ origin }: Fault): boolean {
  return origin === 'controller' || origin === 'bug';
}
