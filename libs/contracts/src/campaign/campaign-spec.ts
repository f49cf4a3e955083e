import { KNOWN_CLASSES, MAX_COOLDOWN_S, MAX_IDLE_S, MAX_TRIAL_S, TRIAL_ORDERS } from '@joulefleet/core';
import * as z from 'zod';
import { STORABLE_TEXT } from '../http/storable-text';
import { campaignBaseline } from './campaign-baseline';
import { campaignChecks } from './campaign-checks';
import { campaignDevicesPerCell } from './campaign-devices-per-cell';
import { campaignExclusion } from './campaign-exclude';
import { campaignConditions } from './campaign-conditions';
import { campaignParameters } from './campaign-parameters';
import { campaignRepeat } from './campaign-repeat';
import { campaignSentinel } from './campaign-sentinel';
import { campaignStartTemperature } from './campaign-start-temperature';
import { campaignStrategy } from './campaign-strategy';
import { campaignWorkload } from './campaign-workload';
import { campaignZips } from './campaign-zip';
import { classFactorSchemas, factorSchemas } from './factor-schemas';
import { duration, durationOrOff } from './duration';
import { SEEN_TEXT } from './show';

const MAX_INFERENCES = 10_000_000;

export const classFactors = z.strictObject(classFactorSchemas);

/** A factor that is left out is not varied. */
export const campaignFactors = z.strictObject({
  ...factorSchemas,
  perClass: z.partialRecord(z.enum(KNOWN_CLASSES), classFactors).default({}),
});

export const campaignDevices = z.strictObject({
  // A list that is there and empty would select everything.
  classes: z.array(z.enum(KNOWN_CLASSES)).min(1).max(64).default([]),
  names: z.array(z.string().min(1).max(63)).min(1).max(1000).default([]),
  labels: z.array(z.string().min(1).max(63)).min(1).max(64).default([]),
  groups: z.array(z.string().min(1).max(63)).min(1).max(64).default([]),
  count: z.number().int().min(1).max(1000).nullable().default(null),
});

export const campaignWarmup = z
  .strictObject({
    batches: z.number().int().min(0).max(1000).default(3),
    maxSeconds: z.number().positive().max(3600).default(60),
  })
  .transform(({ batches, maxSeconds }) => ({ batches, maxS: maxSeconds }));

const SHARD = { min: 10_000, max: 3_600_000, expected: '10 s to 60 min' };
const TRIAL_TIMEOUT = { min: 1_000, max: MAX_TRIAL_S * 1_000, expected: '1 s to 120 min' };
const COOLDOWN = { min: 1_000, max: MAX_COOLDOWN_S * 1_000, expected: '1 s to 5 min' };
const IDLE = { min: 500, max: MAX_IDLE_S * 1_000, expected: '500 ms to 10 s' };
const PERIOD = { min: 10, max: 10_000, expected: '10 ms to 10 s' };

/** How long a device works in one piece. */
export const campaignShard = duration(SHARD).transform((timeMs) => ({ timeMs }));

/** How long a trial may take, by the device's clock. */
export const campaignTrialTimeout = duration(TRIAL_TIMEOUT).transform((timeMs) => ({ timeMs }));

/** How long a device is left alone before each trial. */
export const campaignCooldown = durationOrOff(COOLDOWN).transform((timeMs) => ({ timeMs }));

/** How long idle power is measured before and after each trial. */
export const campaignIdlePower = durationOrOff(IDLE).transform((timeMs) => ({ timeMs }));

export const campaignSampling = z
  .strictObject({
    mode: z.enum(['batch-aware', 'dither', 'fixed']).default('batch-aware'),
    period: duration(PERIOD).prefault('100 ms'),
  })
  .transform(({ mode, period }) => ({ mode, periodMs: period }));

/** The campaign file: the immutable intent of a campaign. Unknown keys are refused; frequencies come out in Hz. */
export const campaignSpec = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(STORABLE_TEXT, 'text without the character NUL')
    .regex(SEEN_TEXT, 'visible text'),
  workloads: z.array(campaignWorkload).min(1).max(64),
  devices: campaignDevices.prefault({}),
  devicesPerCell: campaignDevicesPerCell.prefault('all'),
  factors: campaignFactors.prefault({}),
  parameters: campaignParameters.default({}),
  exclude: z.array(campaignExclusion).max(200).default([]),
  zip: campaignZips.default([]),
  where: campaignConditions.default([]),
  baseline: campaignBaseline.prefault('stock'),
  strategy: campaignStrategy.prefault('sweep'),
  repetitions: z.number().int().min(1).max(1000).default(3),
  /** Instead of `repetitions`: how exact the mean energy of each cell is to be. */
  repeat: campaignRepeat.nullable().default(null),
  inferences: z.number().int().min(1).max(MAX_INFERENCES).default(3200),
  warmup: campaignWarmup.prefault({}),
  sampling: campaignSampling.prefault({}),
  cooldown: campaignCooldown.prefault('off'),
  idlePower: campaignIdlePower.prefault('1 s'),
  sentinel: campaignSentinel.prefault('off'),
  startTemperature: campaignStartTemperature.prefault('auto'),
  trialTimeout: campaignTrialTimeout.prefault('120 min'),
  checks: campaignChecks.prefault({}),
  order: z.enum(TRIAL_ORDERS).default('randomised-blocks'),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  shard: campaignShard.prefault('5 min'),
  /** Instead of a time. */
  shardTrials: z.number().int().min(1).max(1000).nullable().default(null),
});

export type CampaignSpec = z.infer<typeof campaignSpec>;
