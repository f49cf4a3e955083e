import type { PlanEstimateView } from '@joulefleet/contracts';
import type { Interval } from '@joulefleet/core';

/** What a search and the sweep of its cells are estimated to take. */
export interface SearchEstimate {
  estimate: PlanEstimateView;
  /** Device time of the sweep, on one device of each class; null: nothing is known of a class. */
  sweepS: Interval | null;
}

/**
 * The estimate of a search that takes all of its trials, from that of the sweep of its cells: its cells are taken as those of the sweep in
 * the mean, though it prefers fast ones.
 *
 * @param sweep every cell on every device, as often as the sweep measures it.
 * @param trials most trials of the search on a device, by name.
 */
export function estimateSearch(sweep: PlanEstimateView, trials: ReadonlyMap<string, number>): SearchEstimate {
  const devices = sweep.devices.map((device) => {
    const own = trials.get(device.device) ?? 0;
    const share = device.trials === 0 ? 0 : own / device.trials;
    return {
      ...device,
      trials: own,
      durationS: scale(device.durationS, share),
      energyJ: scale(device.energyJ, share),
      waitsS: device.waitsS === null ? null : device.waitsS * share,
    };
  });
  const ends = devices.map(({ durationS, queuedS }) => durationS && add([durationS, ...(queuedS ? [queuedS] : [])]));
  const estimate = {
    devices,
    endS: ends.every((end) => end !== null) && ends.length > 0 ? ends.reduce(later) : null,
    durationS: add(devices.flatMap(({ durationS }) => durationS ?? [])),
    energyJ: add(devices.flatMap(({ energyJ }) => energyJ ?? [])),
    oneMore: [],
    leastTrials: false,
  };
  return { estimate, sweepS: oneSweep(sweep) };
}

function oneSweep({ devices }: PlanEstimateView): Interval | null {
  const first = new Map([...devices].reverse().map((device) => [device.deviceClass, device.durationS]));
  const known = [...first.values()].flatMap((duration) => duration ?? []);
  return known.length === first.size ? add(known) : null;
}

function scale(interval: Interval | null, by: number): Interval | null {
  return interval && { estimate: interval.estimate * by, low: interval.low * by, high: interval.high * by };
}

function add(intervals: readonly Interval[]): Interval | null {
  if (intervals.length === 0) return null;
  const sum = (of: (interval: Interval) => number): number => intervals.reduce((total, each) => total + of(each), 0);
  return { estimate: sum(({ estimate }) => estimate), low: sum(({ low }) => low), high: sum(({ high }) => high) };
}

function later(a: Interval, b: Interval): Interval {
  const last = (of: (interval: Interval) => number): number => Math.max(of(a), of(b));
  return { estimate: last(({ estimate }) => estimate), low: last(({ low }) => low), high: last(({ high }) => high) };
}
