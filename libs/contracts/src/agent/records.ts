import * as z from 'zod';

const tUs = z.number().int().nonnegative();

/** How the rails were read: stored with every trial, because different set-ups are never compared without a warning. */
export const sensorSetup = z.object({
  layout: z.enum(['iio', 'hwmon']),
  /** Averaged reading: half-width of the time a reading stands for, in µs; 0 for a point sample. */
  averagingUs: z.number().nonnegative(),
  samples: z.number().int().nullable(),
  updateIntervalMs: z.number().nullable(),
  runningMode: z.number().int().nullable(),
  /** Measured: median time of reading all rails once. */
  readLatencyUs: z.number().nonnegative(),
});

/** Clocks as the device reports them. */
export const appliedPoint = z.object({
  cpu: z.array(
    z.object({
      policy: z.number().int(),
      governor: z.string(),
      minKhz: z.number().int(),
      maxKhz: z.number().int(),
      curKhz: z.number().int(),
    }),
  ),
  gpu: z
    .object({
      governor: z.string(),
      minHz: z.number().int(),
      maxHz: z.number().int(),
      curHz: z.number().int(),
    })
    .nullable(),
});

export const shardStartBody = z.object({
  snapshot: z.record(z.string(), z.string()),
  monotonicUs: tUs,
  wallUs: tUs,
});

export const traceBody = z.object({
  trialId: z.string(),
  attempt: z.number().int().positive(),
  chunk: z.number().int().nonnegative(),
  codec: z.literal(1),
  rails: z.array(z.string()).min(1).max(8),
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
  code: z.string(),
  message: z.string(),
  origin: z.enum(['device', 'network', 'controller', 'operator', 'bug']),
  transient: z.boolean(),
  remedy: z.string().optional(),
});

export const trialBody = z.object({
  trialId: z.string(),
  attempt: z.number().int().positive(),
  /** `failed`: the workload's own failure, a result of the cell. `fault`: the device's, measured again elsewhere or later. */
  outcome: z.enum(['measured', 'failed', 'fault', 'cancelled']),
  error: agentError.nullable(),
  chunks: z.number().int().nonnegative(),
  events: z.array(workloadEvent),
  batches: z.object({ count: z.number().int(), meanUs: z.number(), sdUs: z.number() }).nullable(),
  before: appliedPoint.nullable(),
  after: appliedPoint.nullable(),
  sensor: sensorSetup.nullable(),
  sampling: z
    .object({
      mode: z.enum(['batch-aware', 'dither', 'fixed']),
      /** The period in force inside the inference window; null when dithered. */
      periodUs: z.number().positive().nullable(),
    })
    .nullable(),
  /** Hottest zone at start and end of the inference window. */
  temperatureC: z.object({ start: z.number(), end: z.number() }).nullable(),
  /** Pairs of the device's monotonic and wall clock at start and end. */
  anchors: z.array(z.object({ monotonicUs: tUs, wallUs: tUs })),
  flags: z.array(z.string()),
  simulated: z.boolean(),
});

export const shardEndBody = z.object({
  reason: z.enum(['completed', 'cancelled', 'paused', 'deadman', 'superseded', 'fault']),
  restored: z.object({ verified: z.boolean(), differences: z.array(z.string()) }),
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
