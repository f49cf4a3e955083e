import { DEVICE_CLASSES } from '@joulefleet/core';
import * as z from 'zod';
import { STORABLE_TEXT } from '../http/storable-text';
import { campaignStrategy } from './campaign-strategy';
import { campaignWorkload } from './campaign-workload';
import { clockFactor } from './clock-factor';
import { parseDurationMs } from './frequency';
import { CPU_GOVERNORS, DEFAULT_GOVERNOR, GPU_GOVERNORS } from './governors';

const MOST_INFERENCES = 10_000_000;

/** One item or a list of it, without duplicates. */
function oneOrMore<T extends z.ZodType>(item: T) {
  return z
    .preprocess((raw) => (Array.isArray(raw) || raw === undefined ? raw : [raw]), z.array(item).min(1).max(64))
    .transform((items) => [...new Set(items)]);
}

function governorFactor<const G extends readonly string[]>(governors: G) {
  return oneOrMore(z.enum([DEFAULT_GOVERNOR, ...governors])).transform((names) =>
    names.map((name): string | null => (name === DEFAULT_GOVERNOR ? null : name)),
  );
}

const batchSize = oneOrMore(z.number().int().min(1).max(65_536));
const cpuGovernor = governorFactor(CPU_GOVERNORS);
const gpuGovernor = governorFactor(GPU_GOVERNORS);

export const classFactors = z.strictObject({
  gpuFrequency: clockFactor.optional(),
  cpuFrequency: clockFactor.optional(),
  batchSize: batchSize.optional(),
  cpuGovernor: cpuGovernor.optional(),
  gpuGovernor: gpuGovernor.optional(),
});

/** A factor that is left out is not varied: clocks are the governors', the batch size is the study's 16. */
export const campaignFactors = z.strictObject({
  gpuFrequency: clockFactor.prefault('dvfs'),
  cpuFrequency: clockFactor.prefault('dvfs'),
  batchSize: batchSize.prefault(16),
  cpuGovernor: cpuGovernor.prefault(DEFAULT_GOVERNOR),
  gpuGovernor: gpuGovernor.prefault(DEFAULT_GOVERNOR),
  perClass: z.partialRecord(z.enum(DEVICE_CLASSES), classFactors).default({}),
});

export const campaignDevices = z.strictObject({
  classes: z.array(z.enum(DEVICE_CLASSES)).max(64).default([]),
  names: z.array(z.string().min(1).max(63)).max(1000).default([]),
  labels: z.array(z.string().min(1).max(63)).max(64).default([]),
});

export const campaignWarmup = z
  .strictObject({
    batches: z.number().int().min(0).max(1000).default(3),
    maxSeconds: z.number().positive().max(3600).default(60),
  })
  .transform(({ batches, maxSeconds }) => ({ batches, maxS: maxSeconds }));

const periodMs = z.unknown().transform((raw, context) => {
  const parsed = parseDurationMs(raw);
  if (parsed.ok && parsed.amount >= 10 && parsed.amount <= 10_000) return parsed.amount;
  const finding = parsed.ok ? { message: `${String(raw)} is out of range`, expected: '10 ms to 10 s' } : parsed;
  const params = { expected: finding.expected, nearest: 'nearest' in finding ? finding.nearest : undefined };
  context.addIssue({ code: 'custom', message: finding.message, params });
  return z.NEVER;
});

export const campaignSampling = z
  .strictObject({
    mode: z.enum(['batch-aware', 'dither', 'fixed']).default('batch-aware'),
    period: periodMs.prefault('100 ms'),
  })
  .transform(({ mode, period }) => ({ mode, periodMs: period }));

/** The campaign file: the immutable intent of a campaign. Unknown keys are refused; frequencies come out in Hz. */
export const campaignSpec = z.strictObject({
  name: z.string().trim().min(1).max(200).regex(STORABLE_TEXT, 'text without the character NUL'),
  workloads: z.array(campaignWorkload).min(1).max(64),
  devices: campaignDevices.prefault({}),
  factors: campaignFactors.prefault({}),
  baseline: z.enum(['dvfs', 'none']).default('dvfs'),
  strategy: campaignStrategy.prefault('sweep'),
  repetitions: z.number().int().min(1).max(1000).default(3),
  inferences: z.number().int().min(1).max(MOST_INFERENCES).default(3200),
  warmup: campaignWarmup.prefault({}),
  sampling: campaignSampling.prefault({}),
  order: z.enum(['randomised-blocks', 'sequential']).default('randomised-blocks'),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  shardTrials: z.number().int().min(1).max(1000).default(12),
});

export type CampaignSpec = z.infer<typeof campaignSpec>;
