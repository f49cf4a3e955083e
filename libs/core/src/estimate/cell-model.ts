import { factorsOf, type FactorLevels } from '../factors/registry';
import type { CellWork } from '../sweep/cell';
import { dot, fitRelative, type Fit, type Observation, varianceOf } from './least-squares';
import type { Measured } from './known-cell';

/** The top of each clock's table, in the units of the levels; null: none is known. */
export interface TopClocks {
  readonly gpuHz: number | null;
  readonly cpuKhz: number | null;
}

/** Where a cell is in the model's space. */
export interface Regressors {
  readonly time: readonly number[];
  readonly power: readonly number[];
}

/** A cell of the model's group that was measured. */
export interface ModelPoint {
  readonly at: Regressors;
  readonly measured: Measured;
}

/** Time and power of one inference over clocks and batch size. */
export interface CellModel {
  readonly time: Fit;
  readonly power: Fit;
  readonly msScale: number;
  readonly mwScale: number;
}

export interface Prediction {
  readonly msPerInference: number;
  readonly mw: number;
}

const SIZE = 5;
/** The ridge per point: small enough to be exact on what the model generates. */
const RIDGE = 1e-7;
const MIN_POINTS = 3;
const PRIOR = { means: new Array<number>(SIZE).fill(0), sd: 0.03, degreesOfFreedom: 3 };
/** Where the fit itself is less certain than this, it claims nothing. */
const MAX_RELATIVE_SD = 0.3;

/** What one inference takes is the same for any number of them. */
const MODELLED: readonly string[] = ['batchSize', 'inferences', 'gpuHz', 'cpuKhz'];

/** Cells that one model describes: the same work, and the same levels of all that the model does not know. */
export function modelGroup({ workload, command, graphMode }: CellWork, levels: Partial<FactorLevels>) {
  const unmodelled = factorsOf(levels).filter(({ key }) => !MODELLED.includes(key));
  const others = unmodelled.map(({ key, unset }) => [key, levels[key] ?? unset]);
  return JSON.stringify([workload, command, graphMode, ...others]);
}

/** Time is linear in 1, 1/fg, 1/fc, 1/b and 1/(b fg), power in 1, fg, fg^3, fc and fc^3. */
export function regressorsOf(levels: Partial<FactorLevels>, top: TopClocks): Regressors {
  const fg = shareOfTop(levels.gpuHz, top.gpuHz);
  const fc = shareOfTop(levels.cpuKhz, top.cpuKhz);
  const b = levels.batchSize ?? 1;
  return { time: [1, 1 / fg, 1 / fc, 1 / b, 1 / (b * fg)], power: [1, fg, fg ** 3, fc, fc ** 3] };
}

/** A clock that is left to a governor counts as at its top. */
function shareOfTop(level: number | string | undefined, top: number | null): number {
  return typeof level === 'number' && top !== null && top > 0 ? level / top : 1;
}

/** Null: too few cells were measured. Yields often. */
export function* fitCellModel(points: readonly ModelPoint[]): Generator<void, CellModel | null> {
  if (points.length < MIN_POINTS) return null;
  const msOf = ({ measured }: ModelPoint): number => measured.msPerInference;
  const mwOf = ({ measured }: ModelPoint): number => powerOf(measured);
  const msScale = meanOf(points, msOf);
  const mwScale = meanOf(points, mwOf);
  const time = yield* fitOf(
    points,
    (point) => msOf(point) / msScale,
    ({ at }) => at.time,
  );
  const power = yield* fitOf(
    points,
    (point) => mwOf(point) / mwScale,
    ({ at }) => at.power,
  );
  return { time, power, msScale, mwScale };
}

function* fitOf(
  points: readonly ModelPoint[],
  valueOf: (point: ModelPoint) => number,
  at: (point: ModelPoint) => readonly number[],
): Generator<void, Fit> {
  const observations: Observation[] = [];
  for (const point of points) {
    const value = valueOf(point);
    observations.push({ weight: 1, regressors: at(point).map((x) => x / value) });
    yield;
  }
  return yield* fitRelative(observations, { ...PRIOR, precision: RIDGE * points.length });
}

/** What an inference takes there; null where the model is too uncertain. */
export function predict({ time, power, msScale, mwScale }: CellModel, at: Regressors): Prediction | null {
  const ms = certain(time, at.time);
  const mw = certain(power, at.power);
  return ms === null || mw === null ? null : { msPerInference: ms * msScale, mw: mw * mwScale };
}

function certain(fit: Fit, at: readonly number[]): number | null {
  const value = dot(fit.coefficients, at);
  return value > 0 && Math.sqrt(varianceOf(at, fit)) <= MAX_RELATIVE_SD * value ? value : null;
}

/** Millijoules per millisecond are watts. */
function powerOf({ mjPerInference, msPerInference }: Measured): number {
  return (1000 * mjPerInference) / msPerInference;
}

function meanOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}
