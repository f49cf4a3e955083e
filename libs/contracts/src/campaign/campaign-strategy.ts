import { STRATEGY_NAMES, TRIAL_ORDERS, type StrategySpec } from '@joulefleet/core';
import { z } from 'zod';
import { searchKeys, searchOf, storedSearch } from './campaign-search';

const share = z.number().positive().max(1);
const trials = z.number().int().min(1).max(100);
const topUpKeys = { share: share.optional(), trials: trials.optional() };

/** What a campaign file says of its strategy, as an object. A strategy takes its own keys only. */
export const strategyObject = z.strictObject({ name: z.enum(STRATEGY_NAMES), ...topUpKeys, ...searchKeys });

type Name = (typeof STRATEGY_NAMES)[number];

const OWN_KEYS: Readonly<Record<Name, readonly string[]>> = {
  sweep: [],
  'top-up': Object.keys(topUpKeys),
  search: Object.keys(searchKeys),
};

/** `sweep`, `top-up` or `search`, or an object: `{name: top-up, share, trials}`. */
export const campaignStrategy = z
  .preprocess((raw) => (typeof raw === 'string' ? { name: raw } : raw), strategyObject)
  .transform((strategy, context) => {
    for (const issue of strangeKeys(strategy)) context.addIssue(issue);
    switch (strategy.name) {
      case 'sweep':
        return { name: strategy.name };
      case 'top-up':
        return { name: strategy.name, share: strategy.share ?? 0.1, trials: strategy.trials ?? 3 };
      case 'search':
        return { name: strategy.name, ...searchOf(strategy) };
    }
  });

/** What says which single cell is sought: a front has all of them. */
const ONE_CELL_KEYS = ['objective', 'weight', 'maxLatencyMs', 'maxPowerMw', 'maxEnergyMj'];
const NO_OBJECTIVE = {
  message: 'the method pareto looks for the front of time and energy: it has neither objective nor limits',
  params: { expected: 'another method, or none of these keys' },
};

function strangeKeys({ name, objective, ...rest }: z.infer<typeof strategyObject>) {
  const own = OWN_KEYS[name];
  const given = Object.entries({ objective, ...rest }).filter(([, value]) => value !== undefined);
  const expected = own.length === 0 ? 'the name alone' : own.join(', ');
  const foreign = given
    .filter(([key]) => !own.includes(key))
    .map(([key]) => ({ path: [key], message: `${name} has no parameter "${key}"`, params: { expected } }));
  const isIdle = name === 'search' && rest.weight !== undefined && objective !== 'cost';
  const idle = isIdle
    ? [{ path: ['weight'], message: 'only the objective cost has a weight', params: { expected: 'objective: cost' } }]
    : [];
  const isPareto = name === 'search' && rest.method === 'pareto';
  const unused = isPareto ? given.map(([key]) => key).filter((key) => ONE_CELL_KEYS.includes(key)) : [];
  const limits = unused.map((key) => ({ path: [key], ...NO_OBJECTIVE }));
  return [...foreign, ...idle, ...limits].map((issue) => ({ code: 'custom' as const, ...issue }));
}

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
  z.object({ name: z.literal('search'), parameters: sweepParameters.extend(storedSearch) }),
]) satisfies z.ZodType<StrategySpec>;
