import { groupedBy } from '../comparison/group-by';
import { derivedRandom, type Random } from '../random';
import { excludedRows } from './excluded-rows';
import { earlierTrials, measuredTrials, type MeasuredTrial } from './model/cell-model';
import { condenseEarlier } from './model/condense-trials';
import { searchSpace, type SearchSpace } from './model/search-space';
import { costFunction, excessOfLimits } from './objective-cost';
import type { EarlierKnowledge, SearchCandidate, SearchHistory, SearchProblem } from './search-problem';
import { batchesOf, figuresOf, type Figures } from './trial-figures';

/** A search with what follows from its trials, for the methods. Rows are places among the candidates. */
export interface SearchContext {
  readonly problem: SearchProblem;
  readonly space: SearchSpace;
  readonly history: SearchHistory;
  /** Accepted trials of candidates, in the order in which they were proposed. */
  readonly measured: readonly MeasuredTrial[];
  /** Means of earlier campaigns, and those of them that the model learns from. */
  readonly earlier: readonly MeasuredTrial[];
  readonly condensedEarlier: readonly MeasuredTrial[];
  /** Rows of trials that are not settled. */
  readonly open: readonly { row: number }[];
  readonly excluded: Uint8Array;
  /** Mean figures of the reference, of the first measured cell without one; null before. */
  readonly reference: Figures | null;
  /** Device time of a trial beyond its window, in s. */
  readonly overheadS: number;
  readonly usedS: number;
}

/** Of a trial whose device time is not known (SEARCH: 15 s to settle). */
const OVERHEAD_S = 15;

export function searchContext(problem: SearchProblem, history: SearchHistory): SearchContext {
  const { candidates } = problem;
  const rows = new Map(candidates.map(({ cell }, row) => [cell, row]));
  const known = history.filter(({ cell }) => rows.has(cell));
  const measured = measuredTrials(candidates, known);
  const overheadS = remember(() => overheadOf(known));
  return {
    problem,
    space: spaceOf(candidates),
    history: known,
    measured,
    ...earlierOf(problem),
    open: known.filter(({ state }) => state === 'open').map(({ cell }) => ({ row: rows.get(cell)! })),
    excluded: excludedRows(candidates, known),
    reference: referenceOf(candidates, known, measured),
    get overheadS() {
      return overheadS();
    },
    get usedS() {
      return known.reduce((sum, trial) => sum + secondsOfTrial(trial, overheadS()), 0);
    },
  };
}

/** As it was before the last accepted trial; what is open stays open. */
export function withoutLastTrial({ problem, history }: SearchContext): SearchContext {
  const last = history.findLastIndex(({ state }) => state === 'accepted');
  return searchContext(problem, history.toSpliced(last, 1));
}

function remember<T>(work: () => T): () => T {
  let known: { value: T } | null = null;
  return () => (known ??= { value: work() }).value;
}

const spaces = new WeakMap<readonly SearchCandidate[], SearchSpace>();

function spaceOf(candidates: readonly SearchCandidate[]): SearchSpace {
  const known = spaces.get(candidates) ?? searchSpace(candidates);
  spaces.set(candidates, known);
  return known;
}

type Earlier = Pick<SearchContext, 'earlier' | 'condensedEarlier'>;

const NOTHING_EARLIER: Earlier = { earlier: [], condensedEarlier: [] };
const madeOf = new WeakMap<EarlierKnowledge, Earlier>();

/** What is known from before never changes while a search runs: made once. */
function earlierOf({ candidates, earlier: knowledge }: SearchProblem): Earlier {
  if (!knowledge) return NOTHING_EARLIER;
  const made = madeOf.get(knowledge);
  if (made) return made;
  const earlier = earlierTrials(candidates, knowledge.cells);
  const making = { earlier, condensedEarlier: condenseEarlier(earlier) };
  madeOf.set(knowledge, making);
  return making;
}

function overheadOf(history: SearchHistory): number {
  const overheads = history.flatMap(({ state, deviceMs, durationMs }) =>
    state === 'accepted' && deviceMs > durationMs ? [(deviceMs - durationMs) / 1e3] : [],
  );
  return overheads.length === 0 ? OVERHEAD_S : overheads.sort((a, b) => a - b)[overheads.length >> 1]!;
}

function secondsOfTrial({ state, deviceMs, durationMs }: SearchHistory[number], overheadS: number): number {
  if (deviceMs > 0) return deviceMs / 1e3;
  return state === 'accepted' && durationMs > 0 ? durationMs / 1e3 + overheadS : 0;
}

function referenceOf(
  candidates: readonly SearchCandidate[],
  history: SearchHistory,
  measured: readonly MeasuredTrial[],
): Figures | null {
  const references = new Map(candidates.filter(({ isReference }) => isReference).map((each) => [each.cell, each]));
  const figures = history.flatMap((trial) => {
    const reference = references.get(trial.cell);
    return (reference && figuresOf(reference, trial)) ?? [];
  });
  return figures.length > 0 ? meanFigures(figures) : (measured[0] ?? null);
}

function meanFigures(figures: readonly Figures[]): Figures {
  const mean = (of: keyof Figures): number => figures.reduce((sum, each) => sum + each[of], 0) / figures.length;
  return { latencyMs: mean('latencyMs'), powerMw: mean('powerMw') };
}

/** Device time of a trial of these figures, in s. */
export function trialSeconds({ problem, overheadS }: SearchContext, row: number, latencyMs: number): number {
  return overheadS + (latencyMs * batchesOf(problem.candidates[row]!.levels)) / 1e3;
}

/** Draws that depend on the seed and on how much is known: the same history gives the same. */
export function randomOf({ problem, history }: SearchContext, purpose: string): Random {
  const settled = history.filter(({ state }) => state !== 'open').length;
  return derivedRandom(problem.parameters.seed, `search|${purpose}|${history.length}|${settled}`);
}

/** Cost of a cell of these figures; Infinity: it does not keep the limits. */
export function limitedCost(
  { problem, reference }: SearchContext,
  row: number,
  { latencyMs, powerMw }: Figures,
): number {
  const { levels } = problem.candidates[row]!;
  const { objective } = problem.parameters;
  if (excessOfLimits(objective, latencyMs, powerMw, levels) > 1) return Infinity;
  return costFunction(objective, reference, levels)(latencyMs, powerMw, levels);
}

/** Mean figures of each measured row. */
export function meansByRow({ measured }: SearchContext): Map<number, Figures & { trials: number }> {
  const byRow = groupedBy(measured, ({ row }) => row);
  return new Map([...byRow].map(([row, trials]) => [row, { ...meanFigures(trials), trials: trials.length }]));
}
