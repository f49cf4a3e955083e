import { derivedRandom, shuffle } from '../random';
import { METHODS } from './methods';
import type { MethodStep } from './methods/method';
import { allowedRows } from './methods/start-rows';
import { isBudgetUsed } from './search-budget';
import { searchContext, type SearchContext } from './search-context';
import type { SearchDecision, SearchHistory, SearchOutcome, SearchProblem, SearchTrial } from './search-problem';
import { searchVerdict } from './search-verdict';

/**
 * What a search does next on a device, from what is stored of it: the same history gives the same decision. First it searches; then it measures
 * some cells at random, to see how far the model can be trusted; then winner, runner-up and reference, in mirrored blocks, so that the saving is
 * a measured one. Yields between steps of a few ms: nothing waits for a whole decision.
 */
export function* decideSearch(
  problem: SearchProblem,
  history: SearchHistory,
  deviceId: string,
): Generator<void, SearchDecision> {
  const searched = history.filter(isOfSearch);
  const context = searchContext(problem, searched);
  const step = yield* nextStep(context);
  if (step.kind === 'measure') return measured(problem, step.row, step.purpose);
  if (step.kind === 'wait') return { kind: 'wait' };
  const verdict = yield* searchVerdict(context, step.outcome);
  if (verdict.cell !== null) {
    const check = nextCheck(context, history);
    if (check !== null) return { kind: 'measure', choice: { cell: check, purpose: 'check' } };
    const cells = confirmedCells(problem, verdict);
    const confirm = nextConfirm(problem, history, deviceId, cells);
    if (confirm !== null) return { kind: 'measure', choice: { cell: confirm, purpose: 'confirm' } };
  }
  return history.some(({ state }) => state === 'open') ? { kind: 'wait' } : { kind: 'stop', verdict };
}

export function isOfSearch({ purpose }: SearchTrial): boolean {
  return purpose !== 'check' && purpose !== 'confirm';
}

type Step = Exclude<MethodStep, { kind: 'end' }> | { kind: 'end'; outcome: SearchOutcome };

/** So many first trials of cells that all failed are enough to give up, whether the reference was measured or not. */
const FAILURES = 8;

function* nextStep(context: SearchContext): Generator<void, Step> {
  const { measured: trials, open, history, problem } = context;
  const isNoCellMeasured = trials.every(({ row }) => context.excluded[row] === 1);
  const isHopeless = isNoCellMeasured && open.length === 0 && history.length - trials.length >= FAILURES;
  if (isHopeless || allowedRows(context).length === 0) return endOrWait(context, 'nothing measured');
  if (isBudgetUsed(context)) {
    if (open.length > 0) return { kind: 'wait' };
    return { kind: 'end', outcome: trials.length === 0 ? 'nothing measured' : yield* outcomeAtEnd(context) };
  }
  const reference = problem.candidates.find(({ isReference }) => isReference);
  if (reference && trials.length === 0 && !history.some(({ cell }) => cell === reference.cell)) {
    return { kind: 'measure', row: problem.candidates.indexOf(reference), purpose: 'start' };
  }
  return yield* METHODS[problem.parameters.method](context);
}

/** Trials that are open may still change the outcome. */
function endOrWait({ open }: SearchContext, outcome: SearchOutcome): Step {
  return open.length > 0 ? { kind: 'wait' } : { kind: 'end', outcome };
}

/** At the end of the budget the last trial may just have made it certain. */
function* outcomeAtEnd(context: SearchContext): Generator<void, SearchOutcome> {
  const step = yield* METHODS[context.problem.parameters.method](context);
  return step.kind === 'end' ? step.outcome : 'budget';
}

function measured({ candidates }: SearchProblem, row: number, purpose: SearchTrial['purpose']): SearchDecision {
  return { kind: 'measure', choice: { cell: candidates[row]!.cell, purpose } };
}

/** The next cell to be measured by chance, among those that the search did not choose; null: there are enough. */
function nextCheck(context: SearchContext, history: SearchHistory): number | null {
  const { problem, measured: trials } = context;
  const checks = history.filter(({ purpose }) => purpose === 'check');
  const tried = new Set(trials.map(({ row }) => row));
  const left = allowedRows(context).filter((row) => !tried.has(row));
  const order = shuffle(left, derivedRandom(problem.parameters.seed, 'search|check'));
  const wanted = order.slice(0, problem.parameters.checkCells).map((row) => problem.candidates[row]!.cell);
  return wanted.find((cell) => !checks.some((trial) => trial.cell === cell)) ?? null;
}

/** Winner, runner-up and reference, as far as there are such. */
export function confirmedCells(
  { candidates }: SearchProblem,
  { cell, runnerUp }: { cell: number | null; runnerUp: number | null },
): number[] {
  const reference = candidates.find(({ isReference }) => isReference)?.cell ?? null;
  return [cell, runnerUp, reference].filter((each) => each !== null);
}

/** A B C C B A on each device, until each cell has its trials over all devices; null: it has. */
function nextConfirm(
  { parameters: { confirmTrials } }: SearchProblem,
  history: SearchHistory,
  deviceId: string,
  cells: readonly number[],
): number | null {
  const confirms = history.filter(({ purpose }) => purpose === 'confirm');
  const proposed = (cell: number): number => confirms.filter((trial) => trial.cell === cell).length;
  const own = confirms.filter((trial) => trial.deviceId === deviceId).length;
  for (let k = 0; k < 2 * cells.length; k++) {
    const place = (own + k) % (2 * cells.length);
    const cell = cells[place < cells.length ? place : 2 * cells.length - 1 - place]!;
    if (proposed(cell) < confirmTrials) return cell;
  }
  return null;
}
