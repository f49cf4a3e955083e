import type { DeviceClass } from '@joulefleet/core';

/**
 * What the memory clock does on a twin. Plausible, not fitted: the study never moved it. At the highest rate, which is
 * also that of a board whose clock is not locked, nothing changes.
 */
const SLOWED_PART = 0.15;
/** Part of the SoC rail's power that falls with the rate. */
const POWER_PART = 0.5;

/** Rates that can be locked, ascending, in MHz: Nano by its kernel's table, Orin as measured on a T234, Xavier NX plausible. */
const LOCKABLE_MHZ: Record<DeviceClass, readonly number[]> = {
  'jetson-nano': [204, 408, 665.6, 800, 1065.6, 1331.2, 1600],
  'jetson-xavier-nx': [204, 665.6, 1331.2, 1600],
  'jetson-orin-nx': [204, 665.6, 2133, 3199],
};

/** The memory clock of a board: free, or locked to a rate. */
export class MemoryClock {
  locked = false;
  private lockedHz: number;
  readonly ratesHz: readonly number[];

  constructor(deviceClass: DeviceClass) {
    this.ratesHz = lockableHz(deviceClass);
    this.lockedHz = this.highestHz;
  }

  get hz(): number {
    return this.locked ? this.lockedHz : this.highestHz;
  }

  /** Locks or frees it. */
  lock(locked: boolean): void {
    if (locked && !this.locked) this.lockedHz = this.highestHz;
    this.locked = locked;
  }

  /** Takes the next rate upwards; without effect while it is not locked. */
  write(hz: number): void {
    this.lockedHz = this.ratesHz.find((rate) => rate >= hz) ?? this.highestHz;
  }

  /** Factor on the time that work takes; 1 at the highest rate. */
  get slowdown(): number {
    return 1 + SLOWED_PART * (this.highestHz / this.hz - 1);
  }

  /** Part of the SoC rail's power that is not drawn; 0 at the highest rate. */
  get savedPart(): number {
    return POWER_PART * (1 - this.hz / this.highestHz);
  }

  private get highestHz(): number {
    return Math.max(...this.ratesHz);
  }
}

/** Rates that the memory clock of a board can be locked to, in Hz, ascending. */
export function lockableHz(deviceClass: DeviceClass): number[] {
  return LOCKABLE_MHZ[deviceClass].map((mhz) => Math.round(mhz * 1e6));
}
