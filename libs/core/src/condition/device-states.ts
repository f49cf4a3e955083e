/** Availability of a device; health and the reason are separate. */
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

/** `unknown`: a pre-flight has to pass before anything is measured. */
export const HEALTHS = ['good', 'unknown', 'bad'] as const;
export type Health = (typeof HEALTHS)[number];

/** What the deadline of a device in each state is; null: none is stored. Every deadline has somebody who acts on it. */
export const DEADLINES = {
  ready: null,
  /** Only while the device is to leave: its shard is taken away then. */
  leased: 'stop',
  /** It is checked again. */
  cooling: 'cool',
  /** It is tried, or checked, again. */
  offline: 'retry',
  /** The maintenance window ends, and it is checked. */
  maintenance: 'maintenance_end',
  /** A person should have looked at it. */
  quarantined: 'review',
  retired: null,
} as const satisfies Record<Availability, string | null>;
