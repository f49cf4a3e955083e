import { intervalFromLog, type Interval } from '../statistics/interval';
import { ASSUMED_SD_LOG } from '../statistics/pooled-variance';
import { twoSided95 } from '../statistics/student-t';
import { ESTIMATE_SOURCES, type EstimateSource, type Owner } from './cell-estimates';
import type { TopClocks } from './cell-model';
import { poolName, type Histories } from './measured-cells';
import { DEFAULT_PACE, type Pace, type Paces } from './pace';
import { countShards, type ShardSize } from './shard-size';
import type { DeviceTotals, Spreads, Total } from './totals';
import type { LearntWaits, Waits } from './waits';

/** A device of a plan. */
export interface PlannedDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly deviceClass: string;
  readonly simulated: boolean;
  /** Indices among the plan's cells. */
  readonly cells: readonly number[];
  /** Its sentinel cell, likewise, and how many trials it gets; null: none. */
  readonly sentinel: { readonly cell: number; readonly trials: number } | null;
  readonly top: TopClocks;
  /** Trials of other campaigns that the device measures first. */
  readonly queuedTrials: number;
}

/** Of one device, over those of its cells that can be estimated. */
export interface DeviceEstimate {
  readonly device: string;
  readonly deviceClass: string;
  /** Estimated ones. */
  readonly trials: number;
  /** Null: nothing is known. */
  readonly durationS: Interval | null;
  /** Of the measured windows. */
  readonly energyJ: Interval | null;
  /** The least certain source of any cell. */
  readonly source: EstimateSource;
  /** Cells by source. */
  readonly cells: Readonly<Record<EstimateSource, number>>;
  /** Where the time beyond the windows comes from. */
  readonly pace: Pace['source'];
  /** What of the time is waiting for the starting temperature, and where that figure comes from. */
  readonly waitsS: number | null;
  readonly waits: Waits['source'];
  readonly queuedTrials: number;
  /** For the trials of other campaigns before these. */
  readonly queuedS: Interval | null;
}

/** One trial of a queue is not like the next. */
const QUEUE_SD = 0.2;

/** How much figures of this device scatter. */
export function spreadsOf(owner: Owner, { devices, classes }: Histories): Spreads {
  const ofClass = classes.get(poolName(owner));
  const { sdLog: trialSdLog } = devices.get(owner.deviceId) ?? ofClass ?? { sdLog: ASSUMED_SD_LOG };
  return { trialSdLog, devicesSdLog: ofClass?.devicesSdLog ?? { ms: 0, mj: 0 } };
}

/** The device's own, else its class's. */
export function paceOf(owner: Owner, { devices, classes }: Paces): Pace {
  return devices.get(owner.deviceId) ?? classes.get(poolName(owner)) ?? DEFAULT_PACE;
}

/** The same of waits; those of any device before there is one. */
export function waitsOf(owner: Owner, { devices, classes, assumed }: LearntWaits): Waits {
  return devices.get(owner.deviceId) ?? classes.get(poolName(owner)) ?? assumed;
}

/** How a device gets on. */
interface Progress {
  /** How long it is left alone in each trial, by its clock. */
  readonly restMs: number;
  readonly pace: Pace;
  readonly waits: Waits;
  readonly size: ShardSize;
}

/** The time of `trials` with these windows: the pace's error beside that of the windows and of the waits. */
function durationOf(trials: number, windows: Total, { pace, waits, restMs, size }: Progress): Interval | null {
  if (trials === 0) return null;
  const alone = { trials, windowsMs: windows.sum + trials * (waits.meanMs + restMs), shards: 0 };
  const work = { ...alone, shards: countShards(trials, pace.timeMs(alone) / trials, size) };
  const totalMs = pace.timeMs(work);
  const variance = windows.variance + waits.variance(trials, work.shards);
  const ofWindows = (pace.windowFactor ** 2 * variance) / totalMs ** 2;
  const degreesOfFreedom = Math.min(windows.degreesOfFreedom, pace.degreesOfFreedom);
  return relativeInterval(totalMs / 1000, ofWindows + pace.variance(work), degreesOfFreedom);
}

function relativeInterval(value: number, variance: number, degreesOfFreedom: number): Interval {
  return intervalFromLog(Math.log(value), twoSided95(degreesOfFreedom) * Math.sqrt(variance));
}

/** The figures of one device from its sums. */
export function deviceEstimate(planned: PlannedDevice, totals: DeviceTotals, progress: Progress): DeviceEstimate {
  const { pace, waits } = progress;
  const { name: device, deviceClass, queuedTrials } = planned;
  const { trials, cells, energyMj: energy } = totals;
  const energyVariance = energy.variance / energy.sum ** 2;
  const source = ESTIMATE_SOURCES.findLast((each) => cells[each] > 0) ?? 'none';
  const queuedS = (queuedTrials * pace.meanTrialMs) / 1000;
  return {
    ...{ device, deviceClass, trials, source, cells, pace: pace.source, queuedTrials },
    ...{ waits: waits.source, waitsS: trials > 0 ? (pace.windowFactor * trials * waits.meanMs) / 1000 : null },
    durationS: durationOf(trials, totals.windowsMs, progress),
    energyJ: trials > 0 ? relativeInterval(energy.sum / 1000, energyVariance, energy.degreesOfFreedom) : null,
    queuedS: queuedTrials > 0 ? relativeInterval(queuedS, QUEUE_SD ** 2, Infinity) : null,
  };
}
