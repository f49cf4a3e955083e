import type { Transitions } from './transitions';

/**
 * pending -> assigned to a shard -> accepted, or back to pending (rejected by a validity check, or the shard was lost).
 * `failed` is the workload's own failure: a result of the cell. `skipped` was given up, with a reason.
 * `moved`: another device took its cell over; it comes back when this device takes the cell back.
 */
export type TrialState = 'pending' | 'assigned' | 'accepted' | 'failed' | 'skipped' | 'moved';

export const TRIAL_TRANSITIONS: Transitions<TrialState> = {
  pending: ['assigned', 'skipped', 'moved'],
  assigned: ['pending', 'accepted', 'failed', 'skipped'],
  accepted: [],
  failed: [],
  skipped: [],
  moved: ['pending'],
};

/** Seconds of the device's clock that one trial may take at most: the study's slowest cells need about 20 minutes. */
export const MAX_TRIAL_S = 7_200;

/** Seconds that a device may be left to cool down before a trial, may be waited for until it has its temperature, and may rest at each end. */
export const MAX_COOLDOWN_S = 300;
export const MAX_START_WAIT_S = 600;
export const MAX_IDLE_S = 10;

/** Attempts that a trial gets before it is given up. A rejection, a crash of the workload and a fault, whoever's it was, use one up. */
export const MAX_TRIAL_ATTEMPTS = 3;
/** Attempts that a trial may begin at all: a device that ends each of them early is not asked without end. */
export const MAX_TRIAL_EXECUTIONS = 20;
