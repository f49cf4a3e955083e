import type { PendingExit, Reason } from '@joulefleet/core';

/** The reason as a device's row holds it. Only `changeCondition` writes it, so its shape is trusted. */
export function storedReason(value: unknown): Reason | null {
  return (value ?? null) as Reason | null;
}

/** The wish that a device leaves, as its row holds it. */
export function storedExit(value: unknown): PendingExit | null {
  return (value ?? null) as PendingExit | null;
}
