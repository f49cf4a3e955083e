import type { Availability } from './device-states';

/** From `atMs` on the device was in this state. */
export interface AvailabilityChange {
  readonly atMs: number;
  readonly availability: Availability;
}

/** How a device spent a period, in ms; what is not known is in none of the parts. */
export interface Utilisation {
  /** Leased to a campaign: loading, warming up, measuring, restoring. */
  workingMs: number;
  /** Free for campaigns, or cooling down for the next one. */
  idleMs: number;
  /** Offline, quarantined, in maintenance or retired. */
  outMs: number;
}

const PART_OF: Readonly<Record<Availability, keyof Utilisation>> = {
  leased: 'workingMs',
  ready: 'idleMs',
  cooling: 'idleMs',
  offline: 'outMs',
  quarantined: 'outMs',
  maintenance: 'outMs',
  retired: 'outMs',
};

/** Sums up the states between two moments. `changes`: in the order of time; before the first one nothing is known. Pure. */
export function utilisationOf(changes: readonly AvailabilityChange[], fromMs: number, toMs: number): Utilisation {
  const spent: Utilisation = { workingMs: 0, idleMs: 0, outMs: 0 };
  changes.forEach(({ atMs, availability }, i) => {
    const endMs = Math.min(changes[i + 1]?.atMs ?? toMs, toMs);
    spent[PART_OF[availability]] += Math.max(0, endMs - Math.max(atMs, fromMs));
  });
  return spent;
}
