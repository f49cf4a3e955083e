import * as z from 'zod';
import { setsClocks } from '@joulefleet/core';
import type { Facts } from '../agent/facts';
import type { CampaignSpec } from '../campaign/campaign-spec';

/** A clock while nobody measures: who governs it, within which limits in force, and where its table ends. */
export const clockInForce = z.object({
  governor: z.string(),
  minHz: z.number(),
  maxHz: z.number(),
  tableMaxHz: z.number(),
});

/** What of a board its figures depend on, as its facts had it. */
export const boardConditions = z.object({
  device: z.string(),
  model: z.string().nullable(),
  jetpack: z.string().nullable(),
  l4t: z.string().nullable(),
  kernel: z.string(),
  powerMode: z.string().nullable(),
  cores: z.number().int(),
  coresPresent: z.number().int().nullable(),
  /** One for each CPU policy, in their order. */
  cpu: z.array(clockInForce),
  gpu: clockInForce.nullable(),
  /** False: clocks cannot be set there, and are measured as they are. */
  clocksSet: z.boolean(),
});

/** How the trials of a campaign are executed. */
export const campaignProtocol = z.object({
  baseline: z.array(z.enum(['stock', 'dvfs'])),
  /** Of each cell; where it is repeated until its interval is narrow enough, at least. */
  repetitions: z.number().int(),
  /** The half-width of the 95 % interval, relative, and the most trials of a cell; null: each has `repetitions`. */
  repeat: z.object({ until: z.number(), max: z.number().int() }).nullable().default(null),
  /** Of a trial; null: they differ by cell. */
  inferences: z.number().int().nullable(),
  order: z.string(),
  seed: z.number().int(),
  warmup: z.object({ batches: z.number(), maxS: z.number() }),
  sampling: z.object({ mode: z.string(), periodMs: z.number() }),
  /** Where trials start: `auto`, where those of the device usually do. Null: launched by an older version. */
  startTemperature: z
    .object({
      band: z.union([z.enum(['auto', 'off']), z.object({ lowC: z.number(), highC: z.number() })]),
      waitMs: z.number(),
    })
    .nullable()
    .default(null),
  /** How long a device is left alone before each trial, and rests before and after it. Null: launched by an older version. */
  cooldown: z.object({ timeMs: z.number() }).nullable().default(null),
  idlePower: z.object({ timeMs: z.number() }).nullable().default(null),
  /** A fixed cell that each device measures after so many other trials; null: none. */
  sentinel: z.object({ everyTrials: z.number().int() }).nullable().default(null),
  /** Null: launched by an older version, under 120 min. */
  trialTimeout: z.object({ timeMs: z.number() }).nullable().default(null),
  /** From where on checks reject a trial. Null: launched by an older version, under the usual limits. */
  checks: z
    .object({ minSamples: z.number().int(), maxOffShare: z.number(), maxGapShare: z.number() })
    .nullable()
    .default(null),
});

export type BoardConditions = z.infer<typeof boardConditions>;
export type CampaignProtocol = z.infer<typeof campaignProtocol>;

/** The conditions that a probe found. */
export function conditionsOf(device: string, found: Facts): BoardConditions {
  const { model, jetpack, l4t, kernel, powerMode, cores, coresPresent, cpuPolicies, gpu } = found;
  return {
    ...{ device, jetpack, kernel, cores, coresPresent },
    model: model ?? modelOf(found),
    clocksSet: setsClocks(found) && (cpuPolicies.length > 0 || gpu !== null),
    l4t: l4t && `${l4t.release}.${l4t.revision}`,
    powerMode: powerMode && (powerMode.name ?? `mode ${powerMode.id}`),
    cpu: cpuPolicies.map(({ governor, minKhz, maxKhz, frequenciesKhz }) => ({
      ...{ governor, minHz: minKhz * 1000, maxHz: maxKhz * 1000, tableMaxHz: Math.max(...frequenciesKhz) * 1000 },
    })),
    gpu: gpu && {
      ...{ governor: gpu.governor, minHz: gpu.minHz, maxHz: gpu.maxHz, tableMaxHz: Math.max(...gpu.frequenciesHz) },
    },
  };
}

/** The factors of a stored campaign, as far as the protocol depends on them; an older version had fewer. */
export const protocolFactors = z.object({
  inferences: z.array(z.number()).default([]),
  perClass: z.record(z.string(), z.object({ inferences: z.array(z.number()).optional() })).default({}),
});

interface ProtocolFactors {
  readonly inferences: readonly number[];
  readonly perClass: Readonly<Record<string, { readonly inferences?: readonly number[] | undefined }>>;
}

/** Whether cells differ in their number of inferences, which is otherwise one for all. */
export function variesInferences(factors: ProtocolFactors): boolean {
  return [factors, ...Object.values(factors.perClass)].some(({ inferences = [] }) => inferences.length > 0);
}

/** The protocol of a campaign file. */
export function protocolOf(spec: CampaignSpec): CampaignProtocol {
  const { baseline, repeat, repetitions, factors } = spec;
  const { order, seed, warmup, sampling, cooldown, idlePower, startTemperature, trialTimeout, checks } = spec;
  const inferences = variesInferences(factors) ? null : spec.inferences;
  const sentinel = spec.sentinel && { everyTrials: spec.sentinel.everyTrials };
  const rule = repeat && { until: repeat.until, max: repeat.max };
  const around = { sentinel, cooldown, idlePower, startTemperature, trialTimeout };
  const executed = { inferences, order, seed, warmup, sampling, ...around, checks };
  return { baseline: [...baseline], repetitions, repeat: rule, ...executed };
}

/** Of a machine without a device tree: by its firmware, and its GPU. */
function modelOf({ machine, accelerator }: Facts): string | null {
  return [machine?.vendor, machine?.product, accelerator?.name].filter(Boolean).join(' ') || null;
}
