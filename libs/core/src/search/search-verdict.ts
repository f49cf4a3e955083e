import { probabilityWithin, spreadOf } from './beliefs';
import { learn, winnerOf, type Learnt } from './learn';
import { allowedRows } from './methods/start-rows';
import { excessOfLimits } from './objective-cost';
import { believedFront, type ParetoBeliefs } from './pareto-beliefs';
import { limitedCost, meansByRow, type SearchContext } from './search-context';
import type { Estimate, SearchOutcome, SearchVerdict } from './search-problem';

/** What a search ends with, or would end with now. */
export function* searchVerdict(context: SearchContext, outcome: SearchOutcome): Generator<void, SearchVerdict> {
  const { margin, method } = context.problem.parameters;
  const nothing = { cell: null, runnerUp: null, front: [], probability: 0, margin, savingPct: null };
  if (context.measured.every(({ row }) => context.excluded[row] === 1))
    return { ...nothing, outcome: 'nothing measured', reason: reasonOfNothing(context, outcome) };
  const learnt = yield* learn(context);
  const cellOf = (row: number | null): number | null => (row === null ? null : context.problem.candidates[row]!.cell);
  if (method === 'pareto') {
    const believed = yield* believedFront(context, learnt.cells, allowedRows(context));
    const front = believed.front.map((i) => cellOf(believed.rows[i]!)!);
    const found = { ...nothing, front, probability: believed.probability, outcome };
    return { ...found, reason: early(outcome) + reasonOfFront(context, believed) };
  }
  const found = hasModel(context) ? byModel(context, learnt) : byMeans(context, learnt);
  if (found.row === null) return { ...nothing, outcome: 'infeasible', reason: reasonOfInfeasible(context, learnt) };
  const verdict = {
    ...nothing,
    outcome,
    cell: cellOf(found.row),
    runnerUp: cellOf(found.runnerUp),
    probability: found.probability,
    savingPct: savingOver(context, learnt, found.row),
  };
  return { ...verdict, reason: reasonOf(context, learnt, verdict) };
}

/** Methods whose winner is the model's. */
function hasModel({ problem }: SearchContext): boolean {
  return ['steered', 'online'].includes(problem.parameters.method);
}

interface Found {
  row: number | null;
  runnerUp: number | null;
  probability: number;
}

function byModel(context: SearchContext, { beliefs }: Learnt): Found {
  const winner = winnerOf(beliefs, context);
  if (winner < 0) return { row: null, runnerUp: null, probability: 0 };
  const second = winnerOf(beliefs, context, winner);
  const probability = probabilityWithin(beliefs, winner, context.problem.parameters.margin);
  return { row: beliefs.rows[winner]!, runnerUp: second < 0 ? null : beliefs.rows[second]!, probability };
}

/** The least mean among the cells that were measured most often by methods without a model; how sure that is, the model says. */
function byMeans(context: SearchContext, { beliefs }: Learnt): Found {
  const costs = [...meansByRow(context)]
    .map(([row, figures]) => ({ row, cost: limitedCost(context, row, figures), trials: figures.trials }))
    .filter(({ cost, row }) => cost < Infinity && context.excluded[row] === 0);
  const most = Math.max(...costs.map(({ trials }) => trials));
  // A single lucky trial is none of a method's that repeats: half as many trials as the most are enough.
  const kept = costs.filter(({ trials }) => trials >= most / 2).sort((a, b) => a.cost - b.cost);
  if (kept.length === 0) return { row: null, runnerUp: null, probability: 0 };
  const contender = beliefs.rows.indexOf(kept[0]!.row);
  const probability = contender < 0 ? 0 : probabilityWithin(beliefs, contender, context.problem.parameters.margin);
  return { row: kept[0]!.row, runnerUp: kept[1]?.row ?? null, probability };
}

/** Of the believed cost of a cell over the mean cost of the reference's trials. */
function savingOver(context: SearchContext, { beliefs }: Learnt, row: number): Estimate | null {
  const { problem, reference, history } = context;
  const cell = problem.candidates.find(({ isReference }) => isReference);
  const contender = beliefs.rows.indexOf(row);
  const trials = history.filter((trial) => trial.cell === cell?.cell && trial.state === 'accepted').length;
  if (cell === undefined || reference === null || contender < 0 || trials === 0) return null;
  const ofReference = limitedCost(
    { ...context, problem: { ...problem, parameters: { ...problem.parameters, objective: withoutLimits(problem) } } },
    problem.candidates.indexOf(cell),
    reference,
  );
  const share = beliefs.costs[contender]! / ofReference;
  const spread = spreadOf(Math.hypot(beliefs.sds[contender]!, REFERENCE_SD / Math.sqrt(trials)));
  if (spread === null) return null;
  return { estimate: 100 * (1 - share), low: 100 * (1 - share * spread), high: 100 * (1 - share / spread) };
}

/** Of one trial of the reference (MEASUREMENT 6: 1.3 % between trials, and as much of drift). */
const REFERENCE_SD = 0.018;

function withoutLimits({ parameters: { objective } }: SearchContext['problem']) {
  return { ...objective, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null };
}

function reasonOfNothing({ history, measured, problem }: SearchContext, outcome: SearchOutcome): string {
  const nothing = measured.length === 0 ? 'anything' : 'a cell';
  if (outcome === 'stopped') return `Stopped before ${nothing} was measured.`;
  if (history.length === 0) return 'The budget does not reach for one trial: nothing was measured.';
  const references = new Set(problem.candidates.flatMap(({ cell, isReference }) => (isReference ? [cell] : [])));
  const tried = history.filter(({ cell }) => !references.has(cell));
  if (tried.length === 0 && measured.length > 0)
    return 'The budget reaches for the reference alone: no other cell was measured.';
  const failed = measured.length === 0 ? history : tried;
  const full = failed.filter(({ outOfMemory }) => outOfMemory).length;
  const why = full > 0 ? `, ${full} of them because the memory is too small` : '';
  const but = measured.length === 0 ? '' : ' but those of the reference';
  return `All ${failed.length} trials${but} failed${why}: nothing is known of the ${problem.candidates.length} cells.`;
}

function reasonOfInfeasible(context: SearchContext, { beliefs }: Learnt): string {
  const share = percent(beliefs.nothingKeeps / beliefs.drawCount);
  const excess = leastExcess(context);
  const nearest = excess > 0 ? `; the nearest exceeds one by ${percent(excess)}` : '';
  return `No measured cell keeps the limits${nearest}. With a probability of ${share} no cell does: loosen a limit, or search more cells.`;
}

/** By which part of it the measured cell that is nearest to the limits exceeds one, by its mean figures. */
function leastExcess(context: SearchContext): number {
  const { excluded, problem } = context;
  const excesses = [...meansByRow(context)].flatMap(([row, { latencyMs, powerMw }]) => {
    const { levels } = problem.candidates[row]!;
    return excluded[row] === 1 ? [] : [excessOfLimits(problem.parameters.objective, latencyMs, powerMw, levels) - 1];
  });
  return Math.min(...excesses);
}

function reasonOfFront({ problem: { parameters } }: SearchContext, { front, probability }: ParetoBeliefs): string {
  return `The front has ${front.length} cells; with a probability of ${percent(probability)} it holds all but ${percent(parameters.margin)} of the hypervolume.`;
}

function early(outcome: SearchOutcome): string {
  return outcome === 'stopped' ? 'Stopped before its end. ' : '';
}

/** What is certain, and by how much more budget would narrow it. */
function reasonOf(
  context: SearchContext,
  { beliefs }: Learnt,
  { outcome, probability }: { outcome: SearchOutcome; probability: number },
): string {
  const { margin, probability: wanted } = context.problem.parameters;
  const rivals = [...beliefs.best].filter((each) => each > 0.01).length;
  const claim = `${early(outcome)}No cell is better by more than ${percent(margin)} with a probability of ${percent(probability)}`;
  if (outcome === 'certified') return `${claim}.`;
  if (probability >= wanted)
    return outcome === 'stopped' ? `${claim}.` : `${claim}, though the method did not ask for it.`;
  return `${claim}, and ${percent(wanted)} were asked for: ${rivals} cells may still be the best. More trials of these would tell.`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
