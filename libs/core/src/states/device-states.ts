import type { Transitions } from './transitions';

/** Availability of a device; health and the reason stand apart. */
export const AVAILABILITIES = [
  'ready',
  'leased',
  'cooling',
  'offline',
  'maintenance',
  'quarantined',
  'retired',
] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** `unknown`: to be found out by a pre-flight before anything is measured. */
export const HEALTHS = ['good', 'unknown', 'bad'] as const;
export type Health = (typeof HEALTHS)[number];

export const AVAILABILITY_TRANSITIONS: Transitions<Availability> = {
  ready: ['leased', 'cooling', 'offline', 'maintenance', 'quarantined', 'retired'],
  leased: ['ready', 'cooling', 'offline', 'quarantined'],
  cooling: ['ready', 'leased', 'offline', 'maintenance', 'quarantined', 'retired'],
  offline: ['ready', 'leased', 'cooling', 'maintenance', 'quarantined', 'retired'],
  maintenance: ['ready', 'offline', 'quarantined', 'retired'],
  quarantined: ['ready', 'cooling', 'offline', 'maintenance', 'retired'],
  retired: ['ready', 'cooling', 'offline', 'quarantined'],
};
