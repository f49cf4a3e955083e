import type { Ladder } from '../health/recovery-ladder';
import type { Availability, Health } from './device-states';
import type { Reason } from './reason';

/** A condition that a device is to have. The last two stay as they are when left out. */
export interface DeviceCondition {
  availability: Availability;
  health: Health;
  reason: Reason | null;
  /** Seconds until its deadline; left out: none. What it means depends on the state (`DEADLINES`). */
  deadlineInS?: number;
  /** Who brings it out of there, `controller` or a user; the controller when left out. */
  stateOwner?: string;
  /** Faults of the device itself since a shard completed there. */
  consecutiveFaults?: number;
  /** What was tried on it since it was good. */
  ladder?: Ladder | null;
}

/** A wish that a device at work leaves when its trial has ended. */
export interface PendingExit {
  to: 'quarantined' | 'retired';
  /** As the person, or the fault, gave it. */
  reason: Reason;
  /** `controller`, or the name of the user. */
  by: string;
}

/**
 * Seconds that a device at work has to leave when it was asked to. The trial in hand may end (at most two hours, `MAX_TRIAL_S`), and the device is restored; then its lease is taken away.
 */
export const STOP_WITHIN_S = 7_800;

/**
 * Seconds after which the suspended shard of a cancelled campaign is given up. A device that lost its controller restores
 * itself within 15 minutes.
 */
export const ABANDONED_AFTER_S = 1_200;
