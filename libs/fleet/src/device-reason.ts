import { z } from 'zod';

/** What of a device its reason is made of. */
export interface ReasonedDevice {
  availability: string;
  reason: string | null;
  until: Date | null;
  /** {reason, by}: it is to be quarantined when its trial has ended. */
  askedOut: unknown;
}

const askedOut = z.object({ reason: z.string(), by: z.string() }).nullable().catch(null);

/** Why a device stands as it does, for a reader: also that it is to be quarantined, and that its quarantine is overdue. */
export function deviceReason(
  { availability, reason, until, askedOut: wish }: ReasonedDevice,
  now: Date,
): string | null {
  const asked = askedOut.parse(wish);
  if (asked) {
    const words = `to be quarantined when its trial has ended: ${asked.reason} (${asked.by})`;
    return reason ? `${reason}; ${words}` : words;
  }
  if (availability === 'quarantined' && until !== null && until <= now) {
    return `overdue for review since ${until.toISOString().slice(0, 10)}: ${reason ?? 'no reason was given'}`;
  }
  return reason;
}
