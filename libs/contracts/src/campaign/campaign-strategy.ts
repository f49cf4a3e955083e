import { STRATEGY_NAMES, TRIAL_ORDERS, type StrategySpec } from '@joulefleet/core';
import { z } from 'zod';

const share = z.number().positive().max(1);
const trials = z.number().int().min(1).max(100);

/** What a campaign file says of its strategy, as an object. A strategy takes its own keys only. */
export const strategyObject = z.strictObject({
  name: z.enum(STRATEGY_NAMES),
  share: share.optional(),
  trials: trials.optional(),
});

/** `sweep`, or `top-up`, or an object: `{name: top-up, share, trials}`. */
export const campaignStrategy = z
  .preprocess((raw) => (typeof raw === 'string' ? { name: raw } : raw), strategyObject)
  .transform((strategy, context) => {
    if (strategy.name === 'top-up') {
      return { name: strategy.name, share: strategy.share ?? 0.1, trials: strategy.trials ?? 3 };
    }
    for (const key of ['share', 'trials'] as const) {
      if (strategy[key] === undefined) continue;
      const params = { expected: 'the name alone' };
      context.addIssue({ code: 'custom', path: [key], message: `${strategy.name} has no parameter "${key}"`, params });
    }
    return { name: strategy.name };
  });

const sweepParameters = z.object({
  repetitions: z.number().int().min(1),
  order: z.enum(TRIAL_ORDERS),
  seed: z.number().int(),
  sentinelEvery: z.number().int().min(1).nullish(),
});

const repeatUntil = { until: z.number().positive(), max: z.number().int().min(1) };

/** A strategy as it is stored with its campaign. */
export const strategySpec = z.discriminatedUnion('name', [
  z.object({ name: z.literal('sweep'), parameters: sweepParameters }),
  z.object({ name: z.literal('repeat-until'), parameters: sweepParameters.extend(repeatUntil) }),
  z.object({ name: z.literal('top-up'), parameters: sweepParameters.extend({ share, trials }) }),
]) satisfies z.ZodType<StrategySpec>;
