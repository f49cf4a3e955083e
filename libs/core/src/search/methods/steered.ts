import type { Beliefs } from '../beliefs';
import { probabilityWithin } from '../beliefs';
import { learn, winnerOf, withOpenTrials, type Learnt } from '../learn';
import type { CellModel } from '../model/cell-model';
import { USUAL_NOISE } from '../model/hyperparameters';
import { trialSeconds, withoutLastTrial, type SearchContext } from '../search-context';
import { allowedRows, startRow } from './start-rows';
import { measure, type Method, type MethodStep } from './method';

/** Trials to begin with; with earlier means different cells: where all boards have changed alike, only the search's own trials show it. */
const STARTS = 4;
const STARTS_WITH_EARLIER = 5;
/** Trials before anything is certified, of the winner's variant: those of others say little of its clocks. With earlier means: of all. */
const MIN_TRIALS = 12;
const MIN_TRIALS_WITH_EARLIER = 10;
/** Where trials vary more than usual, so many times as many at most, and certain after as many trials in a row. */
const MAX_TIMES = 3;
/** Of a winner. */
const MIN_OF_WINNER = 2;

/**
 * Physics in the mean, noise, quirk and drift learnt: measures what tells most of which cell is the best, for its device time, until nothing is
 * better by more than the margin.
 */
export const steered: Method = function* (context) {
  if (context.measured.length === 0 || hasToStart(context)) return measure(startRow(context), 'start');
  const learnt = yield* learn(context);
  const end = yield* certify(context, learnt);
  if (end) return end;
  const { cells, beliefs } = yield* withOpenTrials(context, learnt);
  const chosen = mostTelling(beliefs, noiseOf(cells), (i) =>
    trialSeconds(context, beliefs.rows[i]!, beliefs.latencyMs[i]!),
  );
  return measure(beliefs.rows[chosen]!);
};

function hasToStart(context: SearchContext): boolean {
  const { measured, open, earlier } = context;
  const allowed = allowedRows(context);
  const tried = [...measured, ...open].map(({ row }) => row);
  if (earlier.length === 0) return tried.length < Math.min(STARTS, allowed.length);
  const different = allowed.filter((row) => tried.includes(row)).length;
  return different < Math.min(STARTS_WITH_EARLIER, allowed.length);
}

/** Ends where the winner is certain, or that nothing keeps the limits; null: go on. */
function* certify(context: SearchContext, { cells, beliefs }: Learnt): Generator<void, MethodStep | null> {
  const { measured, open } = context;
  const isKnown = cells.earlier >= MIN_TRIALS;
  if (!isEnough(context, allowedRows(context), isKnown ? MIN_TRIALS_WITH_EARLIER : MIN_TRIALS)) return null;
  const outcome = certainOutcome(context, beliefs);
  if (outcome === null) return null;
  const times = timesUsual(noiseOf(cells));
  const winner = outcome === 'certified' ? beliefs.rows[winnerOf(beliefs, context)]! : null;
  if (winner !== null && !isKnown && !isEnough(context, variantOf(context, winner), Math.ceil(MIN_TRIALS * times)))
    return null;
  if (!(yield* wasCertain(context, outcome, Math.round(times) - 1))) return null;
  const ofWinner = [...measured, ...open].filter(({ row }) => row === winner).length;
  return winner !== null && ofWinner < MIN_OF_WINNER
    ? measure(winner, 'repeat')
    : settle(context, { kind: 'end', outcome });
}

type Certain = 'certified' | 'infeasible';

/** What is certain enough; null: nothing. */
function certainOutcome(context: SearchContext, beliefs: Beliefs): Certain | null {
  const { margin, probability } = context.problem.parameters;
  if (beliefs.nothingKeeps / beliefs.drawCount >= probability) return 'infeasible';
  const winner = winnerOf(beliefs, context);
  return winner >= 0 && probabilityWithin(beliefs, winner, margin) >= probability ? 'certified' : null;
}

/** Whether that was certain before each of the last trials, too: looked at after every one, a noisy search would end with the first lucky trial. */
function* wasCertain(context: SearchContext, outcome: Certain, trials: number): Generator<void, boolean> {
  let before = context;
  for (let trial = 0; trial < trials && before.measured.length > 1; trial++) {
    before = withoutLastTrial(before);
    const { beliefs } = yield* learn(before);
    if (certainOutcome(before, beliefs) !== outcome) return false;
  }
  return true;
}

/** Relative standard deviation of energy between trials of a cell. */
function noiseOf({ time, power }: CellModel): number {
  return Math.hypot(time.hyper.noise, power.hyper.noise);
}

/** Times as many trials as give the standard error of those at the usual noise: few noisy ones hide what cells have of their own. */
function timesUsual(noise: number): number {
  const times = (noise / Math.hypot(USUAL_NOISE, USUAL_NOISE)) ** 2;
  return Math.min(Math.max(times, 1), MAX_TIMES);
}

/** Whether these rows have so many trials, or each of them enough. */
function isEnough({ measured }: SearchContext, rows: readonly number[], trials: number): boolean {
  const among = new Set(rows);
  return measured.filter(({ row }) => among.has(row)).length >= Math.min(trials, MIN_OF_WINNER * among.size);
}

/** Rows that are worth a trial and differ from this one in their clocks alone. */
function variantOf(context: SearchContext, row: number): number[] {
  const { variants } = context.space;
  return allowedRows(context).filter((other) => variants[other] === variants[row]);
}

/** Trials that are open may change the verdict. */
function settle({ open }: SearchContext, end: MethodStep): MethodStep {
  return open.length > 0 ? { kind: 'wait' } : end;
}

/** A cell that was the best in none of the draws may still be. */
const MIN_PROBABILITY = 2e-4;

/** sqrt(variance that a trial would take away) x sqrt(probability to be the best) / sqrt(seconds) (SEARCH), and the greatest of it. */
function mostTelling({ sds, best }: Beliefs, noise: number, secondsOf: (contender: number) => number): number {
  let [chosen, most] = [0, -1];
  for (let i = 0; i < sds.length; i++) {
    const variance = sds[i]! ** 2;
    const reduced = variance ** 2 / (variance + noise ** 2);
    const worth = Math.sqrt((reduced * (best[i]! + MIN_PROBABILITY)) / secondsOf(i));
    if (worth > most) [chosen, most] = [i, worth];
  }
  return chosen;
}
