import type { LiveEvent } from '@joulefleet/contracts';
import { useEffect, useSyncExternalStore } from 'react';

/** A reading that no other one followed for so long is not live any more. */
const LIVE_MS = 12_000;
const MAX_POINTS = 60;

export interface DeviceReadings {
  powerMw: readonly number[];
  temperatureC: readonly number[];
  atMs: number;
}

/** A reading with when it came. */
export interface LivePoint {
  atMs: number;
  powerMw: number | null;
  /** Of the other rails, by their labels. */
  railsMw: Readonly<Record<string, number>>;
  temperatureC: number | null;
}

const MAX_HISTORY = 600;
const NO_POINTS: readonly LivePoint[] = [];

/** What devices measure now, with the last minute of it; kept outside of React, because it changes every second. */
class LiveReadings {
  private byDevice: ReadonlyMap<string, DeviceReadings> = new Map();
  /** Of devices whose page was opened: the last ten minutes. */
  private readonly histories = new Map<string, readonly LivePoint[]>();
  private readonly listeners = new Set<() => void>();

  readonly follow = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add({ readings }: LiveEvent): void {
    const nowMs = performance.now();
    const kept = [...this.byDevice].filter(([, { atMs }]) => nowMs - atMs < LIVE_MS);
    const next = new Map(kept);
    for (const { device, powerMw, railsMw, temperatureC } of readings) {
      const before = next.get(device);
      next.set(device, {
        powerMw: append(before?.powerMw, powerMw),
        temperatureC: append(before?.temperatureC, temperatureC),
        atMs: nowMs,
      });
      const history = this.histories.get(device);
      const point = { atMs: nowMs, powerMw, railsMw, temperatureC };
      if (history) this.histories.set(device, [...history.slice(1 - MAX_HISTORY), point]);
    }
    this.byDevice = next;
    this.listeners.forEach((listener) => listener());
  }

  of(device: string): DeviceReadings | null {
    return this.byDevice.get(device) ?? null;
  }

  /** From now on the readings of a device are kept for longer. */
  keepHistory(device: string): void {
    if (!this.histories.has(device)) this.histories.set(device, NO_POINTS);
  }

  historyOf(device: string): readonly LivePoint[] {
    return this.histories.get(device) ?? NO_POINTS;
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

/** Readings of a device since its page was first opened, at most the last ten minutes of them. */
export function useLiveHistory(device: string): readonly LivePoint[] {
  useEffect(() => liveReadings.keepHistory(device), [device]);
  return useSyncExternalStore(liveReadings.follow, () => liveReadings.historyOf(device));
}
