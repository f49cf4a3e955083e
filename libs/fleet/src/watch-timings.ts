import { CONNECT_PAUSES, type ActionTimes, type ConnectPauses } from '@joulefleet/core';

/** Every time that the watch and the recovery go by, in milliseconds. */
export interface WatchTimings {
  pauses: ConnectPauses;
  action: ActionTimes;
  /** Changes by others are noticed this late. */
  pollMs: number;
  /** Devices that are heard are noted this often. */
  noteEveryMs: number;
  /** A device that is checked is left alone by everybody else for so long. */
  checkMs: number;
  /** A check that failed for something that is not the device's fault is made again after this. */
  recheckMs: number;
  /** A connection that is made anew has so long to stand, an executor that is ended to restore. */
  executorEndMs: number;
  /** A device that reboots is waited for so long. */
  bootMs: number;
}

export const WATCH_TIMINGS: WatchTimings = {
  pauses: CONNECT_PAUSES,
  action: { idleMs: 5_000, absentMs: 300_000 },
  pollMs: 2_000,
  noteEveryMs: 5_000,
  checkMs: 180_000,
  recheckMs: 10_000,
  executorEndMs: 60_000,
  bootMs: 300_000,
};
