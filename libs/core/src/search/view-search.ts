import { costDeviations, spreadOf } from './beliefs';
import { confirmedCells, isOfSearch } from './decide-search';
import { endSearch, type SearchEnd } from './end-search';
import { learn } from './learn';
import { predictMeans, predictProcess } from './model/predict-process';
import { costFunction, excessOfLimits } from './objective-cost';
import { onlineRegret } from './online-regret';
import { mostTrials, sweepSeconds } from './search-budget';
import { searchContext, type SearchContext } from './search-context';
import type { Estimate, SearchHistory, SearchProblem, SearchTrial } from './search-problem';
import type { SearchBelief, SearchView } from './search-view';
import type { Learnt } from './learn';
import { figuresOf } from './trial-figures';
import { sampleMoments, twoSided95 } from '../statistics';

/**
 * A search as it is now, for a reader. Yields as `decideSearch` does.
 *
 * @param end what it ended with, where that is known: what is believed is computed, the verdict is not.
 */
export function* viewSearch(
  problem: SearchProblem,
  history: SearchHistory,
  end?: SearchEnd,
): Generator<void, SearchView> {
  const context = searchContext(problem, history.filter(isOfSearch));
  const { phase, verdict } = end ?? (yield* endSearch(problem, history, context));
  const learnt = context.measured.length > 0 ? yield* learn(context) : null;
  const cells = problem.candidates.filter(({ isReference }) => !isReference).length;
  const seconds = (keep: (trial: SearchTrial) => boolean): number => searchContext(problem, history.filter(keep)).usedS;
  return {
    phase,
    verdict,
    outcome: phase === 'done' ? verdict.outcome : null,
    steps: history.map((trial) => stepOf(context, trial)),
    beliefs: learnt ? yield* beliefsOf(context, learnt) : problem.candidates.map(({ cell }) => ({ ...UNKNOWN, cell })),
    trials: { made: context.history.length, most: mostTrials(problem.parameters, cells) },
    deviceS: {
      search: context.usedS,
      check: seconds(({ purpose }) => purpose === 'check'),
      confirm: seconds(({ purpose }) => purpose === 'confirm'),
      sweep: learnt ? sweepSeconds(context, learnt.cells) : NaN,
    },
    checkErrorPct: learnt ? checkError(context, learnt, history) : null,
    confirmedSavingPct: confirmedSaving(context, history, confirmedCells(problem, verdict)),
    online: learnt && problem.parameters.method === 'online' ? onlineRegret(context, learnt) : null,
  };
}

const UNKNOWN: Omit<SearchBelief, 'cell'> = { trials: 0, cost: null, probability: 0, isFeasible: null };

function stepOf(context: SearchContext, trial: SearchTrial) {
  const { cell, deviceId, purpose, state, deviceMs } = trial;
  const row = context.problem.candidates.findIndex((each) => each.cell === cell);
  const figures = row < 0 ? null : figuresOf(context.problem.candidates[row]!, trial);
  const cost = figures === null ? null : costAt(context, row, figures.latencyMs, figures.powerMw);
  return { cell, deviceId, purpose, state, cost, deviceMs: deviceMs > 0 ? deviceMs : null };
}

function costAt({ problem, reference }: SearchContext, row: number, latencyMs: number, powerMw: number): number {
  const { levels } = problem.candidates[row]!;
  return costFunction(problem.parameters.objective, reference, levels)(latencyMs, powerMw, levels);
}

/** Of every cell: mean and interval of its cost, and the probability to be the best. */
function* beliefsOf(context: SearchContext, { cells, beliefs }: Learnt): Generator<void, SearchBelief[]> {
  const { problem, excluded, measured } = context;
  const rows = problem.candidates.map((_, row) => row);
  const time = predictProcess(cells.time, rows, predictMeans(cells.time, rows));
  yield;
  const power = predictProcess(cells.power, rows, predictMeans(cells.power, rows));
  yield;
  const sds = costDeviations(context, rows, time, power);
  const places = new Map([...beliefs.rows].map((row, i) => [row, i]));
  return rows.map((row) => {
    const { cell, levels, isReference } = problem.candidates[row]!;
    const trials = measured.filter((trial) => trial.row === row).length;
    if (excluded[row] === 1) return { ...UNKNOWN, cell, trials, isFeasible: isReference ? null : false };
    const [latencyMs, powerMw] = [time.means[row]!, power.means[row]!];
    const estimate = costAt(context, row, latencyMs, powerMw);
    const spread = spreadOf(sds[row]!);
    const cost = spread === null ? null : { estimate, low: estimate / spread, high: estimate * spread };
    const place = places.get(row);
    const isFeasible = excessOfLimits(problem.parameters.objective, latencyMs, powerMw, levels) <= 1;
    return { cell, trials, cost, probability: place === undefined ? 0 : beliefs.best[place]!, isFeasible };
  });
}

/** Mean absolute error of the believed cost of the cells that were measured by chance, in percent. */
function checkError(context: SearchContext, { cells }: Learnt, history: SearchHistory): number | null {
  const { candidates } = context.problem;
  const errors = history.flatMap((trial) => {
    const row = candidates.findIndex(({ cell }) => cell === trial.cell);
    const figures = trial.purpose === 'check' && row >= 0 ? figuresOf(candidates[row]!, trial) : null;
    if (figures === null) return [];
    const believed = costAt(context, row, predictMeans(cells.time, [row])[0]!, predictMeans(cells.power, [row])[0]!);
    return [100 * Math.abs(believed / costAt(context, row, figures.latencyMs, figures.powerMw) - 1)];
  });
  return errors.length === 0 ? null : errors.reduce((sum, each) => sum + each, 0) / errors.length;
}

/** Saving of the winner over the reference, by the confirming trials alone; null: one of them has less than two. */
function confirmedSaving(context: SearchContext, history: SearchHistory, cells: readonly number[]): Estimate | null {
  const { candidates } = context.problem;
  const reference = candidates.find(({ isReference }) => isReference);
  if (reference === undefined || cells.length < 2) return null;
  const logs = (wanted: number): number[] =>
    history.flatMap((trial) => {
      const row = candidates.findIndex(({ cell }) => cell === trial.cell);
      const figures = trial.purpose === 'confirm' && trial.cell === wanted ? figuresOf(candidates[row]!, trial) : null;
      return figures === null ? [] : [Math.log(costAt(context, row, figures.latencyMs, figures.powerMw))];
    });
  return savingOf(logs(cells[0]!), logs(reference.cell));
}

function savingOf(winner: readonly number[], reference: readonly number[]): Estimate | null {
  if (winner.length < 2 || reference.length < 2) return null;
  const [a, b] = [sampleMoments(winner), sampleMoments(reference)];
  const degrees = a.count + b.count - 2;
  const squares = (a.count - 1) * a.deviation! ** 2 + (b.count - 1) * b.deviation! ** 2;
  const half = twoSided95(degrees) * Math.sqrt((squares / degrees) * (1 / a.count + 1 / b.count));
  const difference = a.mean - b.mean;
  const saving = (log: number): number => 100 * (1 - Math.exp(log));
  return { estimate: saving(difference), low: saving(difference + half), high: saving(difference - half) };
}
