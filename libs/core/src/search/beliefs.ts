import type { Random } from '../random';
import { pickContenders, type LikelyCell } from './contenders';
import { drawJointly } from './model/joint-draws';
import type { CellModel } from './model/cell-model';
import type { FittedProcess } from './model/fit-process';
import { pickRows, predictMeans, predictProcess, type Prediction } from './model/predict-process';
import { costFunction, excessOfLimits, hasLimits } from './objective-cost';
import type { SearchProblem } from './search-problem';
import type { Figures } from './trial-figures';

/** Cells whose posterior is worked out, and of those the ones that are drawn jointly. */
const WITH_VARIANCE = 200;
const CONTENDERS = 60;
const DRAWS = 800;
/** How many standard deviations below its mean a cell is looked at. */
const BOUND_SDS = 2;
/** A cell whose mean exceeds a limit by more may not keep it, before its posterior is worked out. */
const MAX_EXCESS = 1.15;

/** What is believed of the cells that may be the best, the lowest bound of their cost first. */
export interface Beliefs {
  readonly rows: Int32Array;
  readonly latencyMs: Float64Array;
  readonly costs: Float64Array;
  /** Relative standard deviations of cost. */
  readonly sds: Float64Array;
  /** Joint draws of the cost of each contender; Infinity where it does not keep the limits. */
  readonly draws: Float64Array;
  readonly drawCount: number;
  /** In how many of the draws no cell keeps the limits. */
  readonly nothingKeeps: number;
  /** Probability that the contender is the best, and that it keeps the limits. */
  readonly best: Float64Array;
  readonly keeps: Float64Array;
}

export interface BeliefInput {
  readonly problem: SearchProblem;
  readonly model: CellModel;
  readonly excluded: Uint8Array;
  /** Rows that were measured. */
  readonly measured: ReadonlySet<number>;
  readonly reference: Figures | null;
}

/** @param random of the joint draws: the same one gives the same beliefs. */
export function* believedCosts(input: BeliefInput, random: Random): Generator<void, Beliefs> {
  const { problem, model } = input;
  const rows = yield* likelyRows(input);
  const time = predictProcess(model.time, rows, predictMeans(model.time, rows));
  yield;
  const power = predictProcess(model.power, rows, predictMeans(model.power, rows));
  yield;
  const cost = costOf(input);
  const costs = Float64Array.from(rows, (row, i) => cost(row, time.means[i]!, power.means[i]!));
  const sds = costDeviations(input, rows, time, power);
  const order = pickContenders(
    [...rows].map((row, place) => {
      const [t, p] = [time.means[place]!, power.means[place]!];
      const [tSd, pSd] = [Math.sqrt(time.variances[place]!), Math.sqrt(power.variances[place]!)];
      const least = excessAt(problem, row, t * Math.exp(-BOUND_SDS * tSd), p * Math.exp(-BOUND_SDS * pSd));
      const bound = costs[place]! * Math.exp(-BOUND_SDS * sds[place]!);
      const [cost, excess, isMeasured] = [costs[place]!, excessAt(problem, row, t, p), input.measured.has(row)];
      return { row, place, cost, bound, excess, leastExcess: least, isMeasured };
    }),
    CONTENDERS,
  ).map(({ place }) => place);
  const contenders = Int32Array.from(order, (i) => rows[i]!);
  const known = new Map([
    [model.time, pickRows(time, order)],
    [model.power, pickRows(power, order)],
  ]);
  const { drawn, ...moments } = yield* overLikely(input, contenders, known, random);
  return { rows: contenders, ...moments, ...countDraws(problem, contenders, drawn, cost) };
}

/**
 * Moments and draws over all models that are as likely.
 *
 * @param known predictions of the rows by processes; others are added.
 */
function* overLikely(input: BeliefInput, rows: Int32Array, known: Map<FittedProcess, Prediction>, random: Random) {
  const { likely } = input.model;
  const [each, size, cost] = [DRAWS / likely.length, rows.length, costOf(input)];
  const drawn = { time: new Float64Array(DRAWS * size), power: new Float64Array(DRAWS * size) };
  const sums = { latencyMs: new Float64Array(size), logs: new Float64Array(size), squares: new Float64Array(size) };
  const predict = (process: FittedProcess): Prediction => {
    const prediction = known.get(process) ?? predictProcess(process, rows, predictMeans(process, rows));
    known.set(process, prediction);
    return prediction;
  };
  for (const [k, model] of likely.entries()) {
    const [time, power] = [predict(model.time), predict(model.power)];
    drawn.time.set(drawJointly(model.time, rows, time, each, random), k * each * size);
    drawn.power.set(drawJointly(model.power, rows, power, each, random), k * each * size);
    costDeviations(input, rows, time, power).forEach((sd, i) => {
      const log = Math.log(cost(rows[i]!, time.means[i]!, power.means[i]!));
      sums.latencyMs[i]! += time.means[i]! / likely.length;
      sums.logs[i]! += log / likely.length;
      sums.squares[i]! += (log ** 2 + sd ** 2) / likely.length;
    });
    yield;
  }
  const sds = sums.squares.map((square, i) => Math.sqrt(Math.max(0, square - sums.logs[i]! ** 2)));
  return { latencyMs: sums.latencyMs, costs: sums.logs.map(Math.exp), sds, drawn };
}

function* likelyRows(input: BeliefInput): Generator<void, Int32Array> {
  const { problem, model, excluded, measured } = input;
  const allowed = Int32Array.from(excluded.keys()).filter((row) => excluded[row] === 0);
  const latencies = predictMeans(model.time, allowed);
  yield;
  const powers = predictMeans(model.power, allowed);
  yield;
  const costAt = costOf(input);
  const cells = [...allowed].map((row, i): LikelyCell => {
    const cost = costAt(row, latencies[i]!, powers[i]!);
    const excess = excessAt(problem, row, latencies[i]!, powers[i]!);
    return { row, cost, bound: cost, excess, leastExcess: excess / MAX_EXCESS, isMeasured: measured.has(row) };
  });
  return Int32Array.from(pickContenders(cells, WITH_VARIANCE), ({ row }) => row);
}

function excessAt({ candidates, parameters }: SearchProblem, row: number, latencyMs: number, powerMw: number): number {
  return excessOfLimits(parameters.objective, latencyMs, powerMw, candidates[row]!.levels);
}

function costOf({ problem: { candidates, parameters }, reference }: Pick<BeliefInput, 'problem' | 'reference'>) {
  const of = costFunction(parameters.objective, reference, candidates[0]!.levels);
  return (row: number, latencyMs: number, powerMw: number): number => of(latencyMs, powerMw, candidates[row]!.levels);
}

const Z95 = 1.96;
/** A cost that may be so many times as much or as little is not known: after one trial the model may allow anything. */
const MAX_SPREAD = 10;

/** How many times its estimate a cost of this relative standard deviation is at most, with 95 %; null: it is not known. */
export function spreadOf(sd: number): number | null {
  const spread = Math.exp(Z95 * sd);
  return spread <= MAX_SPREAD ? spread : null;
}

/** Relative standard deviations of the cost of cells, by those of their time and power. */
export function costDeviations(
  input: Pick<BeliefInput, 'problem' | 'reference'>,
  rows: ArrayLike<number>,
  time: Prediction,
  power: Prediction,
): Float64Array {
  return Float64Array.from(rows, (row, i) => {
    const [t, p] = exponentsAt(input, row, time.means[i]!, power.means[i]!);
    return Math.sqrt(t * t * time.variances[i]! + p * p * power.variances[i]!);
  });
}

/** By what power of time and of power the cost of a cell grows there. */
function exponentsAt(
  input: Pick<BeliefInput, 'problem' | 'reference'>,
  row: number,
  latencyMs: number,
  powerMw: number,
): [number, number] {
  const cost = costOf(input);
  const step = 1.001;
  const at = cost(row, latencyMs, powerMw);
  const exponent = (moved: number): number => Math.log(moved / at) / Math.log(step);
  return [exponent(cost(row, step * latencyMs, powerMw)), exponent(cost(row, latencyMs, step * powerMw))];
}

function countDraws(
  { candidates, parameters: { objective } }: SearchProblem,
  rows: Int32Array,
  drawn: { time: Float64Array; power: Float64Array },
  cost: (row: number, latencyMs: number, powerMw: number) => number,
) {
  const size = rows.length;
  const draws = new Float64Array(DRAWS * size);
  const best = new Float64Array(size);
  const keeps = new Float64Array(size);
  const isLimited = hasLimits(objective);
  let nothingKeeps = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let least = -1;
    for (let i = 0; i < size; i++) {
      const at = draw * size + i;
      const [latencyMs, powerMw] = [drawn.time[at]!, drawn.power[at]!];
      const { levels } = candidates[rows[i]!]!;
      const isKept = !isLimited || excessOfLimits(objective, latencyMs, powerMw, levels) <= 1;
      draws[at] = isKept ? cost(rows[i]!, latencyMs, powerMw) : Infinity;
      if (isKept) keeps[i]! += 1 / DRAWS;
      if (isKept && (least < 0 || draws[at] < draws[draw * size + least]!)) least = i;
    }
    if (least < 0) nothingKeeps++;
    else best[least]! += 1 / DRAWS;
  }
  return { draws, drawCount: DRAWS, nothingKeeps, best, keeps };
}

/** Probability that no contender is better than this one by more than the margin. */
export function probabilityWithin(
  { draws, drawCount, rows: { length: size } }: Beliefs,
  contender: number,
  margin: number,
): number {
  let within = 0;
  for (let draw = 0; draw < drawCount; draw++) {
    const own = draws[draw * size + contender]!;
    let least = Infinity;
    for (let i = 0; i < size; i++) least = Math.min(least, draws[draw * size + i]!);
    if (own <= (1 + margin) * least && own < Infinity) within++;
  }
  return within / drawCount;
}
