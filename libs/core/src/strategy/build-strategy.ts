import type { Strategy, StrategySpec } from './strategy';
import { repeatUntilStrategy } from './repeat-until-strategy';
import { searchStrategy } from './search-strategy';
import { sweepStrategy } from './sweep-strategy';
import { topUpStrategy } from './top-up-strategy';
import { withSentinels } from './with-sentinels';

/** The strategies that a campaign file may name. */
export const STRATEGY_NAMES = ['sweep', 'top-up', 'search'] as const satisfies readonly StrategySpec['name'][];

/** The strategy of a campaign: built anew wherever it is asked, because all that it decides from is stored. */
export function buildStrategy(spec: StrategySpec): Strategy {
  const { repetitions, sentinelEvery } = spec.parameters;
  const strategy = strategyOf(spec);
  return sentinelEvery ? withSentinels(strategy, { repetitions, sentinelEvery }) : strategy;
}

function strategyOf(spec: StrategySpec): Strategy {
  switch (spec.name) {
    case 'sweep':
      return sweepStrategy(spec.parameters);
    case 'top-up':
      return topUpStrategy(spec.parameters);
    case 'repeat-until':
      return repeatUntilStrategy(spec.parameters);
    case 'search':
      return searchStrategy();
  }
}
