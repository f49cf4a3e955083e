import { trialSeconds, type SearchContext } from './search-context';
import type { SearchMethod, SearchParameters } from './search-problem';
import { predictMeans } from './model/predict-process';
import type { CellModel } from './model/cell-model';

/** By default a search may take this part of the sweep's trials. */
const DEFAULT_SHARES: Readonly<Record<SearchMethod, number>> = {
  steered: 0.03,
  gp: 0.03,
  pareto: 0.03,
  random: 0.1,
  thompson: 0.25,
  halving: Infinity,
  gradient: Infinity,
  sweep: Infinity,
  online: Infinity,
};

/** A space so small that its share would be less is searched by so many trials. */
const MIN_TRIALS = 24;

/** Most trials of a search. */
export function mostTrials({ method, maxTrials, sweepRepetitions }: SearchParameters, cells: number): number {
  const share = DEFAULT_SHARES[method];
  if (maxTrials !== null) return maxTrials;
  return share === Infinity ? Infinity : Math.max(MIN_TRIALS, Math.ceil(share * sweepRepetitions * cells));
}

/** Whether trials or device time that a search may take are used up. Open trials count with what they are expected to take. */
export function isBudgetUsed(context: SearchContext): boolean {
  const { problem, history, open, measured } = context;
  const { maxDeviceS } = problem.parameters;
  const cells = problem.candidates.filter(({ isReference }) => !isReference).length;
  if (history.length >= mostTrials(problem.parameters, cells)) return true;
  if (maxDeviceS === null) return false;
  const { usedS } = context;
  const typical = measured.length === 0 ? context.overheadS : usedS / Math.max(1, history.length - open.length);
  return usedS + (open.length + 1) * typical > maxDeviceS;
}

/** Device time of the whole sweep, by what is believed, in s. */
export function sweepSeconds(context: SearchContext, model: CellModel): number {
  const rows = context.problem.candidates.flatMap(({ isReference }, row) => (isReference ? [] : [row]));
  const latencies = predictMeans(model.time, rows);
  const once = rows.reduce((sum, row, i) => sum + trialSeconds(context, row, latencies[i]!), 0);
  return context.problem.parameters.sweepRepetitions * once;
}
