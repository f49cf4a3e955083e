import * as z from 'zod';
import { devicePoint, workloadLevel, workloadOptions } from '../factors/level-schemas';
import { cpuPolicyFacts, gpuFacts } from './facts';
import { startBand } from './start-band';

export const samplingSpec = z.object({
  /** `batch-aware` follows the batch period (MEASUREMENT 2), `dither` draws 60-140 ms, `fixed` is the study's period. */
  mode: z.enum(['batch-aware', 'dither', 'fixed']),
  periodMs: z.number().positive(),
  seed: z.number().int().nonnegative(),
});

export const trialSpec = z.object({
  trialId: z.string(),
  attempt: z.number().int().positive(),
  workload: z.object({
    name: z.string(),
    /** A user's own command instead of the installed runner. */
    command: z.array(z.string()).min(1).nullable(),
    batchSize: z.number().int().positive(),
    graphMode: z.enum(['static', 'dynamic']),
    inferences: z.number().int().positive(),
    warmupBatches: z.number().int().nonnegative(),
    warmupMaxS: z.number().positive(),
    /** Handed to the workload as they are, beside the keys above: `runtime` and the like, and `parameters` in an object of their own. */
    options: z.record(z.string(), z.union([workloadLevel, workloadOptions])).optional(),
  }),
  point: devicePoint,
  sampling: samplingSpec,
  /** Seconds for which the device is left alone before; for which idle power is measured before and after. */
  cooldownS: z.number().nonnegative(),
  idleS: z.number().nonnegative(),
  /** Seconds of the device's clock after which a trial is given up. */
  timeoutS: z.number().positive(),
});

/** What governs the clocks of a device while nobody measures, as its accepted facts have it. */
export const acceptedClocks = z.object({
  cpu: z.array(cpuPolicyFacts.pick({ policy: true, governor: true, minKhz: true, maxKhz: true })),
  gpu: gpuFacts.pick({ governor: true, minHz: true, maxHz: true }).nullable(),
});

export const shardSpec = z.object({
  shardId: z.string(),
  fence: z.number().int().positive(),
  /** Sequence number of the last record that is durable; the spool goes on behind it. */
  afterSeq: z.number().int().nonnegative(),
  /** Real seconds without any word from a controller after which the device restores itself. */
  deadmanS: z.number().positive(),
  /** A board that is found otherwise measures nothing: its state would become the one to restore. Null: not known. */
  accepted: acceptedClocks.nullable(),
  /** Where trials start; null: at whatever temperature the device has. */
  startBand: startBand.nullable(),
  trials: z.array(trialSpec).min(1),
});

export type AcceptedClocks = z.infer<typeof acceptedClocks>;
export type SamplingSpec = z.infer<typeof samplingSpec>;
export type TrialSpec = z.infer<typeof trialSpec>;
export type ShardSpec = z.infer<typeof shardSpec>;
