import type { Transitions } from './transitions';

/** Availability of a device; health and the reason stand apart. */
export type Availability = 'ready' | 'leased' | 'offline' | 'maintenance' | 'quarantined' | 'retired';

export const AVAILABILITY_TRANSITIONS: Transitions<Availability> = {
  ready: ['leased', 'offline', 'maintenance', 'quarantined', 'retired'],
  leased: ['ready', 'offline', 'quarantined'],
  offline: ['ready', 'maintenance', 'quarantined', 'retired'],
  maintenance: ['ready', 'offline', 'quarantined', 'retired'],
  quarantined: ['ready', 'maintenance', 'retired'],
  retired: [],
};
