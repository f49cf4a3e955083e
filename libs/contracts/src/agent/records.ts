import * as z from 'zod';
import { PROBLEM_STATUSES } from '../http/problem-statuses';
import { powerLayout } from './facts';
import { trialStart } from './start-band';

const tUs = z.number().int().nonnegative();
/** What no honest agent exceeds: sampled every 6 ms, the shortest, a trial of two hours has 300 chunks. */
const MAX_CHUNKS = 512;
const word = z.string().max(200);
const cutTo = (characters: number) => (text: string) => text.slice(0, characters);

/** An energy counter at two times of the agent's clock. */
export const energyCounter = z.object({
  source: word,
  startUs: tUs,
  endUs: tUs,
  startMj: z.number().nonnegative(),
  endMj: z.number().nonnegative(),
  /** How long a reading takes. */
  readUs: z.number().nonnegative(),
});

/** How the rails were read: stored with every trial, because different set-ups are never compared without a warning. */
export const sensorSetup = z.object({
  layout: powerLayout,
  /** Averaged reading: half-width of the time a reading stands for, in µs; 0 for a point sample. */
  averagingUs: z.number().nonnegative(),
  samples: z.number().int().nullable(),
  updateIntervalMs: z.number().nullable(),
  runningMode: z.number().int().nullable(),
  /** Measured: median time of reading all rails once. */
  readLatencyUs: z.number().nonnegative(),
  /** Of the total rail, as the board states them; null: it does not. */
  supplyMv: z.number().positive().max(100_000).nullable().default(null),
  shuntMicroOhm: z.number().positive().max(1_000_000).nullable().default(null),
  /** Measured on this trial's total rail: lower quartile of the times between two changes of its readings, in µs. */
  refreshUs: z.number().positive().nullable().default(null),
  /** Step between two readings. */
  resolutionMw: z.number().positive().nullable().default(null),
  /** The hardware's own energy counter, read at the edges of the inference window. */
  counter: energyCounter.nullable().default(null),
});

/** Clocks and knobs as the device reports them. */
export const appliedPoint = z.object({
  cpu: z
    .array(
      z.object({
        policy: z.number().int(),
        governor: word,
        minKhz: z.number().int(),
        maxKhz: z.number().int(),
        curKhz: z.number().int(),
      }),
    )
    .max(64),
  gpu: z
    .object({
      governor: word,
      minHz: z.number().int(),
      maxHz: z.number().int(),
      curHz: z.number().int(),
    })
    .nullable(),
  /** Levels of the knobs that the device has, by the key of their factor; null could not be read. */
  knobs: z.record(word, z.union([z.number(), word]).nullable()).default({}),
});

/** Levels of a clock, of which no table has more. */
const MAX_LEVELS = 256;
const spentMs = z.number().nonnegative();

/** How a clock's residency was found: by the kernel's counters, or by reading the clock once a second. */
const residencyMeta = {
  method: z.enum(['counters', 'sampled']),
  /** The time at a level may be off by this much. */
  resolutionMs: spentMs,
  /** Between the two readings of a counter; they enclose the inference window. Of a sampled clock, the window. */
  spanMs: spentMs,
};
const hzResidency = z.object({
  ...residencyMeta,
  levels: z.array(z.object({ hz: z.number().int().nonnegative(), ms: spentMs })).max(MAX_LEVELS),
});

/** How long each clock was at each level during the inference window; null where nothing is known of it. */
export const clockResidency = z.object({
  cpu: z
    .array(
      z.object({
        ...residencyMeta,
        policy: z.number().int(),
        levels: z.array(z.object({ khz: z.number().int().nonnegative(), ms: spentMs })).max(MAX_LEVELS),
      }),
    )
    .max(64),
  gpu: hzResidency.nullable(),
  /** The memory clock, on boards where devfreq has one. */
  emc: hzResidency.nullable(),
});

export const shardStartBody = z.object({
  snapshot: z.record(z.string(), z.string()),
  monotonicUs: tUs,
  wallUs: tUs,
});

export const traceBody = z.object({
  trialId: z.string(),
  attempt: z.number().int().positive(),
  chunk: z
    .number()
    .int()
    .nonnegative()
    .max(MAX_CHUNKS - 1),
  codec: z.literal(1),
  rails: z.array(word).min(1).max(8),
  samples: z.number().int().positive().max(4096),
  firstTUs: tUs,
  lastTUs: tUs,
  data: z.base64(),
});

export const workloadEvent = z.object({
  name: z.enum(['load_start', 'load_end', 'warmup_start', 'warmup_end', 'inference_start', 'inference_end']),
  tUs,
});

export const agentError = z.object({
  code: z.string().max(64),
  message: z.string().overwrite(cutTo(4000)),
  origin: z.enum(['device', 'network', 'controller', 'operator', 'bug']),
  transient: z.boolean(),
  remedy: z.string().overwrite(cutTo(1000)).optional(),
});

const batchUs = z.number().nonnegative().optional();
const rest = z.object({ startUs: tUs, endUs: tUs });

export const trialBody = z.object({
  trialId: z.string(),
  attempt: z.number().int().positive(),
  /** `failed`: the workload's own failure, a result of the cell. `fault`: the device's, measured again elsewhere or later. */
  outcome: z.enum(['measured', 'failed', 'fault', 'cancelled']),
  error: agentError.nullable(),
  chunks: z.number().int().nonnegative().max(MAX_CHUNKS),
  events: z.array(workloadEvent).max(64),
  batches: z
    .object({
      count: z.number().int().positive(),
      meanUs: z.number().nonnegative(),
      sdUs: z.number().nonnegative(),
      /** Quantiles of the time of a batch, as far as the workload says them. */
      p50Us: batchUs,
      p95Us: batchUs,
      p99Us: batchUs,
      maxUs: batchUs,
    })
    .nullable(),
  /** Options of the execution that the workload says it used, by key; free parameters as `parameters.NAME`. Null: it says nothing. */
  options: z
    .record(word, z.union([word, z.number(), z.boolean()]).nullable())
    .nullable()
    .default(null),
  /** Whose runner was started; null: none was, or an earlier agent does not tell. */
  runner: z
    .object({ kind: z.enum(['command', 'board', 'delivered']), sha256: word.nullable() })
    .nullable()
    .default(null),
  before: appliedPoint.nullable(),
  after: appliedPoint.nullable(),
  sensor: sensorSetup.nullable(),
  sampling: z
    .object({
      /** `cycle`: batch-aware on a sensor that averages without gaps, which is read once a cycle. */
      mode: z.enum(['batch-aware', 'cycle', 'dither', 'fixed']),
      /** The period in force inside the inference window; null when dithered. */
      periodUs: z.number().positive().nullable(),
    })
    .nullable(),
  /** Rests at the operating point without a workload, before it was loaded and after it had ended; null: not asked for. */
  idle: z.object({ before: rest, after: rest }).nullable().default(null),
  start: trialStart.nullable().default(null),
  /** Hottest zone at start and end of the inference window. */
  temperatureC: z.object({ start: z.number(), end: z.number() }).nullable(),
  /** From here on the kernel lowers clocks for the zone that was hottest at the end; null: that zone states no such trip point. */
  throttleC: z.number().nullable().default(null),
  residency: clockResidency.nullable().default(null),
  /** Counters of over-current throttling, by name, before and after the work; null: the device has none. */
  overcurrent: z
    .object({ start: z.record(word, z.number().int()), end: z.record(word, z.number().int()) })
    .nullable()
    .default(null),
  /** Pairs of the device's monotonic and wall clock at start and end. */
  anchors: z.array(z.object({ monotonicUs: tUs, wallUs: tUs })).max(8),
  flags: z.array(word).max(64),
  simulated: z.boolean(),
});

export const shardEndBody = z.object({
  reason: z.enum(['completed', 'cancelled', 'paused', 'deadman', 'superseded', 'fault']),
  restored: z.object({ verified: z.boolean(), differences: z.array(z.string().overwrite(cutTo(1000))).max(1000) }),
  error: agentError.nullable(),
});

/** A record as it lies in the spool; `body` is JSON text, covered by `crc`. */
export const spoolRecord = z.object({
  seq: z.number().int().positive(),
  kind: z.enum(['shard_start', 'trace', 'trial', 'shard_end']),
  crc: z.number().int().nonnegative().max(0xffffffff),
  body: z.string().max(200_000),
});

export type SensorSetup = z.infer<typeof sensorSetup>;
export type AppliedPoint = z.infer<typeof appliedPoint>;
export type TraceBody = z.infer<typeof traceBody>;
export type TrialBody = z.infer<typeof trialBody>;
export type ShardEndBody = z.infer<typeof shardEndBody>;
export type SpoolRecord = z.infer<typeof spoolRecord>;
export type AgentError = z.infer<typeof agentError>;

/** A device's word for its fault, which is never one that the API answers with for a cause of its own. */
export function deviceCode(code: string): string {
  const ofTheApi = code in PROBLEM_STATUSES && !AGENT_CODES.has(code);
  return /^[a-z][a-z0-9_]*$/.test(code) && !ofTheApi ? code : 'device_error';
}

/** Those of the agent that the API has too, with the same meaning. */
const AGENT_CODES = new Set(['device_busy']);
