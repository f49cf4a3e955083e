import * as z from 'zod';
import { trialStart } from '../agent/start-band';
import { cellLevels } from '../factors/level-schemas';
import { deviceName } from './device';
import { nextCursor, pageQuery } from './page';

/** States by which trials are listed; those that another device took over are listed there. */
export const LISTED_TRIAL_STATES = ['pending', 'assigned', 'accepted', 'failed', 'skipped'] as const;
/** Columns of a drawn trace: as many as the widest screen has pixels. */
const MAX_COLUMNS = 8192;
const COLUMNS = 1024;
const MAX_T_US = Number.MAX_SAFE_INTEGER;

const trialState = z.enum([...LISTED_TRIAL_STATES, 'moved']);
const verdict = z.enum(['accepted', 'rejected']).nullable();
const sentTUs = z.coerce.number().int().min(0).max(MAX_T_US);
const sentAttempt = z.coerce.number().int().min(1).max(1000).optional();

/** A page of a campaign's trials: of one device, or in one state. */
export const trialListQuery = pageQuery.extend({
  device: deviceName.optional(),
  state: z.enum(LISTED_TRIAL_STATES).optional(),
});

const trialHead = {
  id: z.string(),
  device: z.string(),
  deviceClass: z.string(),
  workload: z.string(),
  cellKey: z.string(),
  levels: cellLevels,
  /** Of its cell, from 1; 0: a sentinel. */
  repetition: z.number().int(),
  /** On its device, in the order of execution. */
  position: z.number().int(),
  state: trialState,
  /** Why it is skipped, or was not done yet. */
  reason: z.string().nullable(),
};

/** A trial in a list, with its last attempt. */
export const trialRow = z.object({
  ...trialHead,
  /** Attempts that ended, whatever came of them. */
  attempts: z.number().int(),
  verdict,
  energyMj: z.number().nullable(),
  /** Expanded (k = 2), of the energy on its own. */
  absoluteUncertaintyMj: z.number().nullable(),
});

/** By device and position. */
export const trialList = z.object({
  trials: z.array(trialRow),
  /** All that match, on every page. */
  total: z.number().int(),
  nextCursor,
});

/** A validity check with what it found: numbers and a remedy in words. */
export const trialCheckView = z.object({
  check: z.string(),
  result: z.enum(['passed', 'flagged', 'rejected']),
  /** Null: it passed. */
  message: z.string().nullable(),
  remedy: z.string().nullable(),
});

/** A clock around and during the inference window. Nothing samples it in between. */
export const trialClock = z.object({
  /** `CPU 0` (the policy), `GPU` or `memory`. */
  clock: z.string(),
  governor: z.string().nullable(),
  /** Read before the workload was loaded and after it had ended; null: not read. */
  beforeHz: z.number().nullable(),
  afterHz: z.number().nullable(),
  /** Time at each level within the window; null: not counted. */
  levels: z.array(z.object({ hz: z.number(), ms: z.number() })).nullable(),
  /** `counters` of the kernel, or `sampled` once a second. */
  method: z.enum(['counters', 'sampled']).nullable(),
});

/** What is stored of the trace of an attempt. */
export const storedTraceView = z.object({
  /** `none`: nothing was sampled. `arriving`: not all of it is stored yet. `removed`: it was stored and is not any more. */
  state: z.enum(['none', 'arriving', 'partial', 'stored', 'removed']),
  rails: z.array(z.string()),
  /** The one that energy is quoted from; the others are parts of it. */
  totalRail: z.string().nullable(),
  samples: z.number().int(),
  /** On the device's monotonic clock; null without samples. */
  firstTUs: z.number().nullable(),
  lastTUs: z.number().nullable(),
});

/** One attempt of a trial: what was measured, and how it was judged. Times are those of the device's monotonic clock. */
export const trialAttempt = z.object({
  attempt: z.number().int(),
  /** What the device said. */
  outcome: z.enum(['measured', 'failed', 'fault', 'cancelled']),
  /** Null: nothing was measured, or it is not judged yet. */
  verdict,
  judgedAt: z.iso.datetime().nullable(),
  committedAt: z.iso.datetime(),
  simulated: z.boolean(),
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string().nullable() }).nullable(),
  energyMj: z.number().nullable(),
  durationMs: z.number().nullable(),
  meanPowerMw: z.number().nullable(),
  idlePowerMw: z.number().nullable(),
  /** Expanded (k = 2): of the figure on its own, and against another of the same sensor. */
  absoluteUncertaintyMj: z.number().nullable(),
  relativeUncertaintyMj: z.number().nullable(),
  /** The energy is calibrated; samples are as the sensor read them. */
  calibrated: z.boolean(),
  /** In the order of the checks; empty where none was made. */
  checks: z.array(trialCheckView),
  flags: z.array(z.string()),
  events: z.array(z.object({ name: z.string(), tUs: z.number() })),
  windows: z.array(z.object({ name: z.string(), startUs: z.number(), endUs: z.number() })),
  clocks: z.array(trialClock),
  /** Of the hottest zone; nothing is read within the window. */
  temperatures: z.array(z.object({ at: z.string(), tUs: z.number().nullable(), celsius: z.number() })),
  /** From here on the device lowers its clocks; null: not known. */
  throttleC: z.number().nullable(),
  start: trialStart.nullable(),
  /** How power was read: layout, averaging half-width and period in µs; null: not said. */
  sensor: z.object({ layout: z.string(), averagingUs: z.number(), periodUs: z.number().nullable() }).nullable(),
  trace: storedTraceView,
});

/** A trial with every attempt, the last one first. */
export const trialView = z.object({
  ...trialHead,
  campaign: z.object({ id: z.string(), name: z.string() }),
  simulated: z.boolean(),
  graphMode: z.string(),
  inferences: z.number().int(),
  block: z.number().int(),
  /** The attempt that counts; null: none does yet. */
  counts: z.number().int().nullable(),
  attempts: z.array(trialAttempt),
});

/** A range of the trace of an attempt, the last one when none is named; the ends default to those of the trace. */
export const traceQuery = z.strictObject({
  attempt: sentAttempt,
  fromUs: sentTUs.optional(),
  toUs: sentTUs.optional(),
  columns: z.coerce.number().int().min(1).max(MAX_COLUMNS).default(COLUMNS),
});

/**
 * A range of a trace, to be drawn: of each column the least and the greatest power of every rail, in the order in which they were read. A
 * column with at most two samples has them as they are. Uncalibrated.
 */
export const traceView = z.object({
  attempt: z.number().int(),
  fromUs: z.number(),
  toUs: z.number(),
  /** So many lie in the range. */
  samples: z.number().int(),
  rails: z.array(z.string()),
  tUs: z.array(z.number()),
  /** By rail. */
  powerMw: z.array(z.array(z.number())),
});

export const rangeEnergyQuery = z.strictObject({ attempt: sentAttempt, fromUs: sentTUs, toUs: sentTUs });

/** Energy of a range, of all its samples, by the rule of the trial's own energy. Null: no sample lies wholly inside. */
export const rangeEnergyView = z.object({
  attempt: z.number().int(),
  fromUs: z.number(),
  toUs: z.number(),
  durationMs: z.number(),
  rails: z.array(
    z.object({
      rail: z.string(),
      isTotal: z.boolean(),
      /** Calibrated, of the total rail where a calibration was in force. */
      energyMj: z.number().nullable(),
      meanPowerMw: z.number().nullable(),
      samples: z.number().int(),
      /** Expanded (k = 2), aliasing left out; null of the parts of the total rail. */
      absoluteUncertaintyMj: z.number().nullable(),
    }),
  ),
});

export type TrialListQuery = z.infer<typeof trialListQuery>;
export type TrialList = z.infer<typeof trialList>;
export type TrialRow = z.infer<typeof trialRow>;
export type TrialView = z.infer<typeof trialView>;
export type TrialAttempt = z.infer<typeof trialAttempt>;
export type TrialClock = z.infer<typeof trialClock>;
export type TrialCheckView = z.infer<typeof trialCheckView>;
export type StoredTraceView = z.infer<typeof storedTraceView>;
export type TraceQuery = z.infer<typeof traceQuery>;
export type TraceView = z.infer<typeof traceView>;
export type RangeEnergyQuery = z.infer<typeof rangeEnergyQuery>;
export type RangeEnergyView = z.infer<typeof rangeEnergyView>;
