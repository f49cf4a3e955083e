import { describeReason } from '@joulefleet/core';
import { storedExit, storedReason } from '@joulefleet/store';

/** What of a device its reason is made of. */
export interface ReasonedDevice {
  availability: string;
  reason: unknown;
  deadlineAt: Date | null;
  pendingExit: unknown;
}

const EXITS = { quarantined: 'to be quarantined', retired: 'to be retired' };

/** Why a device is in its condition, for people: also that it is to leave, and that its review is overdue. */
export function deviceReason(device: ReasonedDevice, now: Date): string | null {
  const { availability, deadlineAt } = device;
  const stored = storedReason(device.reason);
  const reason = stored && describeReason(stored);
  const exit = storedExit(device.pendingExit);
  if (exit) {
    const text = `${EXITS[exit.to]} when its trial has ended: ${describeReason(exit.reason)} (${exit.by})`;
    return reason ? `${reason}; ${text}` : text;
  }
  if (availability === 'quarantined' && deadlineAt !== null && deadlineAt <= now) {
    return `overdue for review since ${deadlineAt.toISOString().slice(0, 10)}: ${reason ?? 'no reason was given'}`;
  }
  return reason;
}
