import type { LiveEvent } from '@joulefleet/contracts';
import { useSyncExternalStore } from 'react';

/** A reading that no other one followed for so long is not live any more. */
const LIVE_MS = 12_000;
const MAX_POINTS = 60;

export interface DeviceReadings {
  powerMw: readonly number[];
  temperatureC: readonly number[];
  atMs: number;
}

/** What devices measure now, with the last minute of it; kept outside of React, because it changes every second. */
class LiveReadings {
  private byDevice: ReadonlyMap<string, DeviceReadings> = new Map();
  private readonly listeners = new Set<() => void>();

  readonly follow = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add({ readings }: LiveEvent): void {
    const nowMs = performance.now();
    const kept = [...this.byDevice].filter(([, { atMs }]) => nowMs - atMs < LIVE_MS);
    const next = new Map(kept);
    for (const { device, powerMw, temperatureC } of readings) {
      const before = next.get(device);
      next.set(device, {
        powerMw: append(before?.powerMw, powerMw),
        temperatureC: append(before?.temperatureC, temperatureC),
        atMs: nowMs,
      });
    }
    this.byDevice = next;
    this.listeners.forEach((listener) => listener());
  }

  of(device: string): DeviceReadings | null {
    return this.byDevice.get(device) ?? null;
  }
}

function append(before: readonly number[] = [], reading: number | null): readonly number[] {
  return reading === null ? before : [...before.slice(1 - MAX_POINTS), reading];
}

export const liveReadings = new LiveReadings();

/** The last minute of a device; null: it measures nothing now. */
export function useLive(device: string): DeviceReadings | null {
  return useSyncExternalStore(liveReadings.follow, () => liveReadings.of(device));
}
