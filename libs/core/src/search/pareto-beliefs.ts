import { drawJointly } from './model/joint-draws';
import type { CellModel } from './model/cell-model';
import { pickRows, predictMeans, predictProcess, type Prediction } from './model/predict-process';
import { hypervolume, frontIndices } from './pareto-front';
import { randomOf, type SearchContext } from './search-context';
import { energyMjOf } from './trial-figures';

/** What is believed of time and energy of all cells. */
export interface ParetoBeliefs {
  readonly rows: readonly number[];
  readonly latencyMs: Float64Array;
  readonly energyMj: Float64Array;
  /** Places among the rows of the cells of the believed front, the fastest first. */
  readonly front: readonly number[];
  /** By how much each row would enlarge the front's hypervolume at its optimistic end, as a part of it. */
  readonly gains: Float64Array;
  /** Probability that the front holds all but the margin of the hypervolume. */
  readonly probability: number;
}

const OPTIMISM_SDS = 1.5;
const DRAWN = 60;
const DRAWS = 400;

export function* believedFront(
  context: SearchContext,
  model: CellModel,
  rows: readonly number[],
): Generator<void, ParetoBeliefs> {
  const time = predictProcess(model.time, rows, predictMeans(model.time, rows));
  yield;
  const power = predictProcess(model.power, rows, predictMeans(model.power, rows));
  yield;
  const energyAt = (i: number, latencyMs: number, powerMw: number): number =>
    energyMjOf(latencyMs, powerMw, context.problem.candidates[rows[i]!]!.levels);
  const latencyMs = time.means;
  const energyMj = Float64Array.from(rows, (_, i) => energyAt(i, time.means[i]!, power.means[i]!));
  const front = frontIndices(latencyMs, energyMj);
  const corner = cornerOf(latencyMs, energyMj, front);
  const area = hypervolume(latencyMs, energyMj, front, corner);
  const gains = Float64Array.from(rows, (_, i) => {
    const [t, p] = [Math.sqrt(time.variances[i]!), Math.sqrt(power.variances[i]!)];
    const x = latencyMs[i]! * Math.exp(-OPTIMISM_SDS * t);
    const y = energyMj[i]! * Math.exp(-OPTIMISM_SDS * Math.hypot(t, p));
    return gainOf(x, y, { latencyMs, energyMj, front, corner }) / area;
  });
  yield;
  const probability = yield* probabilityOfFront(context, model, { rows, time, power, front, gains, energyAt });
  return { rows, latencyMs, energyMj, front, gains, probability };
}

/** Beyond the front's ends by a tenth, so that they count too. */
function cornerOf(x: Float64Array, y: Float64Array, front: readonly number[]): { x: number; y: number } {
  return { x: 1.1 * Math.max(...front.map((i) => x[i]!)), y: 1.1 * Math.max(...front.map((i) => y[i]!)) };
}

interface Front {
  latencyMs: Float64Array;
  energyMj: Float64Array;
  front: readonly number[];
  corner: { x: number; y: number };
}

/** Area that a point adds to a front: what lies right of it and above it, and is not dominated yet. */
function gainOf(x: number, y: number, { latencyMs, energyMj, front, corner }: Front): number {
  let [area, left, ceiling] = [0, x, corner.y];
  for (const i of front) {
    if (latencyMs[i]! > left) {
      area += Math.max(0, Math.min(latencyMs[i]!, corner.x) - left) * Math.max(0, ceiling - y);
      left = Math.max(left, latencyMs[i]!);
    }
    ceiling = Math.min(ceiling, energyMj[i]!);
    if (ceiling <= y) return area;
  }
  return area + Math.max(0, corner.x - left) * Math.max(0, ceiling - y);
}

interface Drawn {
  rows: readonly number[];
  time: Prediction;
  power: Prediction;
  front: readonly number[];
  gains: Float64Array;
  energyAt: (i: number, latencyMs: number, powerMw: number) => number;
}

function* probabilityOfFront(context: SearchContext, model: CellModel, drawn: Drawn): Generator<void, number> {
  const { rows, front, gains, energyAt } = drawn;
  const others = [...gains.keys()]
    .filter((i) => gains[i]! > 0 && !front.includes(i))
    .sort((a, b) => gains[b]! - gains[a]!);
  const kept = [...front, ...others].slice(0, Math.max(front.length, DRAWN));
  const random = randomOf(context, 'front');
  const among = kept.map((i) => rows[i]!);
  const draw = (process: CellModel['time'], prediction: Prediction): Float64Array =>
    drawJointly(process, among, pickRows(prediction, kept), DRAWS, random);
  const times = draw(model.time, drawn.time);
  yield;
  const powers = draw(model.power, drawn.power);
  yield;
  const size = kept.length;
  let held = 0;
  for (let at = 0; at < DRAWS; at++) {
    const x = times.subarray(at * size, (at + 1) * size);
    const y = Float64Array.from(kept, (i, k) => energyAt(i, x[k]!, powers[at * size + k]!));
    const truth = frontIndices(x, y);
    const corner = cornerOf(x, y, truth);
    const believed = frontIndices(x.subarray(0, front.length), y.subarray(0, front.length));
    const { margin } = context.problem.parameters;
    if (hypervolume(x, y, believed, corner) >= (1 - margin) * hypervolume(x, y, truth, corner)) held++;
  }
  return held / DRAWS;
}
