import type { SamplingBound } from '../energy/alias-bound';
import type { WindowEnergy } from '../energy/integrate-energy';
import type { SensorSpec } from '../energy/sensor-spec';
import type { TimeWindow } from '../energy/select-inside';
import type { Level } from '../factors/factor';
import type { FactorLevels } from '../factors/registry';
import type { Trace } from '../trace/trace';
import type { ClockResidency } from './clock-residency';

/** Clocks and knobs as the device reported them. */
export interface ClockReading {
  cpu: readonly { policy: number; governor: string; minKhz: number; maxKhz: number; curKhz: number }[];
  gpu: { governor: string; minHz: number; maxHz: number; curHz: number } | null;
  /** Levels of the knobs beside the clocks, by the key of their factor; null could not be read. */
  knobs: Readonly<Partial<Record<string, number | string | null>>>;
}

export const TRIAL_EVENTS = [
  'load_start',
  'load_end',
  'warmup_start',
  'warmup_end',
  'inference_start',
  'inference_end',
] as const;
export type TrialEventName = (typeof TRIAL_EVENTS)[number];

/** The evidence for judging the validity of a trial. */
export interface TrialEvidence {
  requested: Pick<FactorLevels, 'cpuKhz' | 'gpuHz'> & Partial<FactorLevels>;
  /** Whether the device must have clocks of CPU and GPU: a trial without them is none then. */
  hasClocks: boolean;
  /** Clocks after they were applied, and after the inference window. */
  before: ClockReading | null;
  after: ClockReading | null;
  /** Where the clocks were during the inference window; null: the agent did not record it. */
  residency: ClockResidency | null;
  events: readonly { name: string; tUs: number }[];
  /** Batches that the inferences asked for are, and those that the workload reported; null: it reported none. */
  batches: { requested: number; reported: number | null };
  /** Options that the workload says it used, by the key of their factor; null: it says nothing. */
  usedOptions: Readonly<Record<string, Level>> | null;
  /** Flags of the agent, such as `sensor_mode_moved`, `readings_failed`, `throttled`, `hot_start`. */
  flags: readonly string[];
  /** What was done for the temperature to start at; null: an older agent. */
  start: {
    band: { lowC: number; highC: number } | null;
    coolingMs: number;
    warmingMs: number;
    gaveUp: 'limit' | 'curve' | 'load' | null;
  } | null;
  /** Hottest zone at start and end of the inference window. */
  temperatureC: { start: number; end: number } | null;
  trace: Trace;
  /** The rail that energy is quoted from, and the rails that are parts of it. */
  totalRail: string;
  partRails: readonly string[];
  /** Lower quartile of the times between two changes of the total rail (`refreshToHeed`); null: each sample counts. */
  refreshUs: number | null;
  /** Integrated energy against the hardware's own counter, in percent of that; null: there is none. */
  counterDifferencePct: number | null;
  /** Half of the span a reading is averaged over. */
  averagingUs: number;
  /** Of the total rail over the inference window; null when it could not be integrated. */
  energy: WindowEnergy | null;
  alias: SamplingBound | null;
  limits: TrialLimits;
  /** What the power sensor may be off. */
  sensor: SensorSpec;
  /** Counters of over-current throttling before and after the work; null: the device has none. */
  overcurrent: { start: Readonly<Record<string, number>>; end: Readonly<Record<string, number>> } | null;
}

/** What is taken for possible on a device. */
export interface TrialLimits {
  /** From here on the device slows itself down; null where it is not known. */
  throttleC: number | null;
  /** Die temperatures that trials of this device usually begin at, or are to; null before it is learnt. */
  startBandC: { low: number; high: number } | null;
  /** More than the module's supply can give. */
  maxPowerMw: number;
  minSamples: number;
  /** A pinned clock may be off its level for this share of the window. */
  maxOffShare: number;
  /** Share of the window that may be in gaps (MEASUREMENT 4). */
  maxGapShare: number;
}

/**
 * Without better knowledge of the device. An INA3221 at 5 mOhm ends at 163.8 mV, that is 32.8 A or 164 W at 5 V (data sheet
 * SBOS576): more is a broken reading.
 */
export const DEFAULT_LIMITS: TrialLimits = {
  throttleC: null,
  startBandC: null,
  maxPowerMw: 164_000,
  minSamples: 10,
  maxOffShare: 0.005,
  maxGapShare: 0.05,
};

/** From `inference_start` to `inference_end`; null when a mark is missing. */
export function inferenceWindow(events: TrialEvidence['events']): TimeWindow | null {
  const startUs = timeOf(events, 'inference_start');
  const endUs = timeOf(events, 'inference_end');
  return startUs === null || endUs === null ? null : { startUs, endUs };
}

/** Time of an event's first mark; null when there is none. */
export function timeOf(events: TrialEvidence['events'], name: TrialEventName): number | null {
  return events.find((event) => event.name === name)?.tUs ?? null;
}
