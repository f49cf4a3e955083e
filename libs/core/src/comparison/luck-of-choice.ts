import { derivedRandom } from '../random/seeded-random';
import { shuffle } from '../random/shuffle';
import type { Interval } from '../statistics/interval';
import { trimmedMeanAt } from '../statistics/trimmed-mean';
import type { FilledCell } from './measured-cell';
import { cheapestCell, type Objective, type RankedCell } from './rank-cells';

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

/** Logarithms of a cell's trials in the order of their blocks, and how each round divides them. */
interface Candidate {
  /** By the trials that choose in the present round. */
  ranked: RankedCell;
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
export function* luckOfChoice(
  cells: readonly FilledCell[],
  optimum: FilledCell,
  objective: Objective,
): Generator<void, number | null> {
  if (optimum.digest.energy.trials < MIN_TRIALS) return null;
  const candidates = yield* candidatesOf(cells);
  const rounds = candidates[0]!.turns.length;
  let [sum, weight] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const chosen = yield* chooseIn(round, candidates, objective);
    for (const place of chosen.turns[round]!.out) {
      sum += chosen.logEnergies[place]!;
      weight++;
    }
  }
  const logs = Array.from(optimum.digest.logEnergies);
  return sum / weight - logs.reduce((total, log) => total + log, 0) / logs.length;
}

function* candidatesOf(cells: readonly FilledCell[]): Generator<void, Candidate[]> {
  const repeated = cells.filter(({ digest }) => digest.energy.trials >= MIN_TRIALS);
  const many = repeated.some(({ digest }) => digest.energy.trials > PARTS);
  const turnsByCount = new Map<number, Turn[]>();
  const candidates: Candidate[] = [];
  for (const cell of repeated) {
    const { logEnergies, logDurations } = cell.digest;
    const count = logEnergies.length;
    const turns = turnsByCount.get(count) ?? turnsOf(count, many ? ROUNDS.many : ROUNDS.few);
    turnsByCount.set(count, turns);
    candidates.push({ ranked: unranked(cell), logEnergies, logDurations, turns });
    yield;
  }
  return candidates;
}

function unranked({ cellKey }: FilledCell): RankedCell {
  const none = (): Interval => ({ estimate: 0, low: 0, high: 0 });
  return { cellKey, energyMj: none(), durationMs: none() };
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

/** The cell that is chosen by the trials that are not left out. */
function* chooseIn(round: number, candidates: readonly Candidate[], objective: Objective): Generator<void, Candidate> {
  let trials = 0;
  for (const { ranked, turns, logEnergies, logDurations } of candidates) {
    const { kept } = turns[round]!;
    setEstimate(ranked.energyMj, kept, logEnergies);
    setEstimate(ranked.durationMs, kept, logDurations);
    trials += kept.length;
    if (trials < SLICE) continue;
    trials = 0;
    yield;
  }
  const chosen = cheapestCell(
    candidates.map(({ ranked }) => ranked),
    objective,
  );
  return candidates.find(({ ranked }) => ranked === chosen)!;
}

/** The same figure in each round anew: making as many as there are rounds and cells would take longer than computing them. */
function setEstimate(figure: Interval, places: readonly number[], logs: ArrayLike<number>): void {
  figure.estimate = figure.low = figure.high = Math.exp(trimmedMeanAt(places, logs));
}
