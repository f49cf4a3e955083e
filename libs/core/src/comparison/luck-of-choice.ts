import { derivedRandom } from '../random/seeded-random';
import { shuffle } from '../random/shuffle';
import { trimmedMeanAt } from '../statistics/trimmed-mean';
import { compareText } from '../text/compare-text';
import type { FilledCell } from './measured-cell';

/** A cell needs one trial to be chosen by and one to be measured by. */
const MIN_TRIALS = 2;
/** Each trial is left out once in three rounds, with a third of the others of its cell. */
const PARTS = 3;
/** Rounds are a multiple of two and three; with three trials or fewer there is only one way to divide them. */
const ROUNDS = { few: 6, many: 30 };
/** Trials between two pauses. */
const SLICE = 200;
/** The same for all calls: the same trials give the same result. */
const SEED = 1;

/** Places of the trials that measure in a round, and of those that choose. */
interface Turn {
  out: readonly number[];
  kept: readonly number[];
}

/** A cell with the logarithms of its trials in the order of their blocks, and how each round divides them. */
interface Candidate {
  cellKey: string;
  /** The least log energy of a trial. */
  least: number;
  logEnergies: ArrayLike<number>;
  logDurations: ArrayLike<number>;
  turns: readonly Turn[];
}

/**
 * How much lower the optimum's log energy seems than it is, because the same trials choose it and measure it: of many cells of equal truth the
 * least estimate is one that happened to be low. Repeated three-fold cross-validation (M. Stone, J. R. Statist. Soc. B 36, 1974): a third of the
 * trials of each cell is left out, the others choose the optimum, and those left out measure it. What chose and what measured are
 * independent, so nothing is assumed about the surface. The mean over all rounds, less the plain mean of the optimum's trials, is the
 * result. A clear optimum wins every round, and the result is exactly 0. Yields often.
 *
 * @returns the bias of the optimum's log energy, mostly above 0; null where the optimum has a single trial.
 */
export function* luckOfChoice(cells: readonly FilledCell[], optimum: FilledCell): Generator<void, number | null> {
  if (optimum.digest.trials < MIN_TRIALS) return null;
  const candidates = yield* candidatesOf(cells);
  const rounds = candidates[0]!.turns.length;
  let [sum, weight] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const chosen = yield* chooseIn(round, candidates);
    for (const place of chosen.turns[round]!.out) {
      sum += chosen.logEnergies[place]!;
      weight++;
    }
  }
  const logs = Array.from(optimum.digest.logEnergies);
  return sum / weight - logs.reduce((total, log) => total + log, 0) / logs.length;
}

/** The cells that some round may choose: a cell of which every trial takes more than each trial of another is never the least. */
function* candidatesOf(cells: readonly FilledCell[]): Generator<void, Candidate[]> {
  const repeated = cells.filter(({ digest }) => digest.trials >= MIN_TRIALS);
  const many = repeated.some(({ digest }) => digest.trials > PARTS);
  const turnsByCount = new Map<number, Turn[]>();
  const candidates: Candidate[] = [];
  let bound = Infinity;
  for (const [place, { cellKey, digest }] of repeated.entries()) {
    const { trials, logEnergies, logDurations } = digest;
    if (place % SLICE === 0) yield;
    const [least, greatest] = endsOf(logEnergies);
    if (least > bound) continue;
    bound = Math.min(bound, greatest);
    const turns = turnsByCount.get(trials) ?? turnsOf(trials, many ? ROUNDS.many : ROUNDS.few);
    turnsByCount.set(trials, turns);
    candidates.push({ cellKey, least, logEnergies, logDurations, turns });
  }
  return candidates.filter(({ least }) => least <= bound);
}

function endsOf(values: ArrayLike<number>): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  return [least, greatest];
}

/** Cells with equally many trials leave out the same blocks. */
function turnsOf(count: number, rounds: number): Turn[] {
  const random = derivedRandom(SEED, `turns of ${count}`);
  const parts = Math.min(PARTS, count);
  const turns: Turn[] = [];
  while (turns.length < rounds) {
    const places = shuffle([...Array(count).keys()], random);
    for (let part = 0; part < parts; part++) {
      const isOut = (_: number, i: number): boolean => i % parts === part;
      turns.push({ out: places.filter(isOut), kept: places.filter((place, i) => !isOut(place, i)) });
    }
  }
  return turns;
}

/** The cell of least energy by the trials that are not left out; of equal ones the faster, then the first by its key. */
function* chooseIn(round: number, candidates: readonly Candidate[]): Generator<void, Candidate> {
  let [best, leastLog, trials] = [candidates[0]!, Infinity, 0];
  const timeOf = ({ turns, logDurations }: Candidate): number => trimmedMeanAt(turns[round]!.kept, logDurations);
  for (const candidate of candidates) {
    const { kept } = candidate.turns[round]!;
    const log = trimmedMeanAt(kept, candidate.logEnergies);
    const isBefore = (): boolean =>
      (timeOf(candidate) - timeOf(best) || compareText(candidate.cellKey, best.cellKey)) < 0;
    if (log < leastLog || (log === leastLog && isBefore())) [best, leastLog] = [candidate, log];
    trials += kept.length;
    if (trials < SLICE) continue;
    trials = 0;
    yield;
  }
  return best;
}
