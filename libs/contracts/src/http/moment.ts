import * as z from 'zod';

const FIRST_MS = Date.parse('2000-01-01T00:00:00Z');
const END_MS = Date.parse('2200-01-01T00:00:00Z');

/** Whether an instant can be stored and read again everywhere; in milliseconds since the epoch. */
export function isSaneMoment(momentMs: number): boolean {
  return momentMs >= FIRST_MS && momentMs < END_MS;
}

/** An instant that a request names, in UTC. */
export const sentMoment = z.iso
  .datetime()
  .refine((text) => isSaneMoment(Date.parse(text)), { message: 'a time from the year 2000 to 2199' });
