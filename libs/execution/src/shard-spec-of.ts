import { facts, samplingSpec, type AcceptedClocks, type ShardSpec, type TrialSpec } from '@joulefleet/contracts';
import {
  devicePoint,
  factorLevels,
  MAX_TRIAL_S,
  optionsOf,
  type StartTemperatures,
  type WorkloadOptions,
} from '@joulefleet/core';
import type { BegunShard, TrialToExecute } from '@joulefleet/store';
import { z } from 'zod';
import { startBandOf } from './start-band-of';

const storedStartRule = z.object({
  band: z.union([z.enum(['auto', 'off']), z.object({ lowC: z.number(), highC: z.number() })]),
  waitMs: z.number(),
});

/** The part of a stored campaign spec that says how trials are executed. */
const protocol = z.object({
  warmup: z.object({ batches: z.number(), maxS: z.number() }),
  sampling: samplingSpec.omit({ seed: true }),
  /** An older version stored none, and waited for nothing. */
  startTemperature: storedStartRule.default({ band: 'off', waitMs: 0 }),
  cooldown: z.object({ timeMs: z.number() }).default({ timeMs: 0 }),
  idlePower: z.object({ timeMs: z.number() }).default({ timeMs: 0 }),
  seed: z.number(),
  trialTimeout: z.object({ timeMs: z.number() }).default({ timeMs: MAX_TRIAL_S * 1_000 }),
});

/** Real seconds without a word from us after which a device restores itself. */
const DEADMAN_S = 900;
const SEED_RANGE = 2 ** 31;

/**
 * What the agent is asked to execute: the trials that are still to be settled, behind the records that are durable.
 * @param starts temperatures at which trials before this shard started.
 */
export function shardSpecOf(shard: BegunShard, starts: readonly StartTemperatures[]): ShardSpec {
  const rules = protocol.parse(shard.spec);
  const { warmup, sampling, seed, startTemperature, trialTimeout } = rules;
  const trialSpec = (trial: TrialToExecute): TrialSpec => {
    const levels = factorLevels(trial.levels);
    return {
      trialId: trial.trialId,
      attempt: trial.attempt,
      workload: {
        name: trial.workload,
        command: trial.command.length > 0 ? trial.command : null,
        batchSize: levels.batchSize,
        graphMode: trial.graphMode,
        inferences: trial.inferences,
        warmupBatches: warmup.batches,
        warmupMaxS: warmup.maxS,
        ...handedOver(optionsOf(levels)),
      },
      point: devicePoint(levels),
      sampling: { ...sampling, seed: (seed * 1009 + trial.position * 31 + trial.attempt) % SEED_RANGE },
      cooldownS: rules.cooldown.timeMs / 1_000,
      idleS: rules.idlePower.timeMs / 1_000,
      timeoutS: Math.min(MAX_TRIAL_S, trialTimeout.timeMs / 1_000),
    };
  };
  return {
    shardId: shard.shardId,
    fence: shard.fence,
    afterSeq: shard.durable.lastSeq,
    deadmanS: DEADMAN_S,
    accepted: acceptedClocks(shard.device.facts),
    startBand: startBandOf(startTemperature, starts),
    trials: shard.trials.map(trialSpec),
  };
}

/** What the workload gets beside its batch size: the options that are set, and the free parameters in an object of their own. */
function handedOver(options: WorkloadOptions): Pick<TrialSpec['workload'], 'options'> {
  const prefix = 'parameters.';
  const entries = Object.entries(options);
  const free = entries.filter(([key]) => key.startsWith(prefix));
  const own = free.map(([key, level]) => [key.slice(prefix.length), level] as const);
  const others = entries.filter(([key]) => !key.startsWith(prefix));
  const parameters = Object.fromEntries(own);
  const all = { ...Object.fromEntries(others), ...(own.length > 0 && { parameters }) };
  return Object.keys(all).length > 0 ? { options: all } : {};
}

/** What an older version stored may lack what is compared. */
function acceptedClocks(stored: unknown): AcceptedClocks | null {
  const { success, data } = facts.safeParse(stored);
  if (!success) return null;
  const cpu = data.cpuPolicies.map(({ policy, governor, minKhz, maxKhz }) => ({ policy, governor, minKhz, maxKhz }));
  const { gpu } = data;
  return { cpu, gpu: gpu && { governor: gpu.governor, minHz: gpu.minHz, maxHz: gpu.maxHz } };
}
