import { changesOf } from './changed-conditions';
import type { Learnt } from './learn';
import { predictMeans } from './model/predict-process';
import { limitedCost, type SearchContext } from './search-context';

/** What going on for good has cost since conditions changed last. */
export interface OnlineRegret {
  /** How often conditions changed. */
  readonly changes: number;
  /** Accepted trials since the last change. */
  readonly trials: number;
  /** Mean cost of the cells of these trials above that of the best cell, in percent, by what is believed now; null: no cell keeps the limits. */
  readonly meanPct: number | null;
  /** The same of the last ones. */
  readonly recentPct: number | null;
}

const RECENT = 20;

/** Regret of a search that never ends: its trials before the last change were measured under conditions that are gone. */
export function onlineRegret(context: SearchContext, { cells, beliefs }: Learnt): OnlineRegret {
  const { count, last } = changesOf(context);
  const rows = context.measured.slice(last).map(({ row }) => row);
  const latencies = predictMeans(cells.time, rows);
  const powers = predictMeans(cells.power, rows);
  const costs = rows.map((row, i) => limitedCost(context, row, { latencyMs: latencies[i]!, powerMw: powers[i]! }));
  const least = Math.min(...beliefs.costs.filter((_, i) => beliefs.keeps[i]! >= 0.5), ...costs);
  const regrets = costs.filter(Number.isFinite).map((cost) => 100 * (cost / least - 1));
  const mean = (of: readonly number[]): number | null =>
    of.length === 0 ? null : of.reduce((sum, each) => sum + each, 0) / of.length;
  return { changes: count, trials: rows.length, meanPct: mean(regrets), recentPct: mean(regrets.slice(-RECENT)) };
}
