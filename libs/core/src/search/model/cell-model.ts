import type { EarlierCell, SearchCandidate, SearchTrial } from '../search-problem';
import { figuresOf, type Figures } from '../trial-figures';
import { chooseHyperparameters, firstScaling, OF_TRIALS } from './choose-hyperparameters';
import { fitProcess, prepareProcess, type FittedProcess } from './fit-process';
import { likelyHyperparameters } from './likely-hyperparameters';
import { predictMeans } from './predict-process';
import type { Features } from './physics-features';
import type { Observation, ProcessSpec } from './relative-kernel';
import type { Scaling } from './scaling';
import type { SearchSpace } from './search-space';

/** What is believed of all cells: time of a batch and power, each by a process of its own. */
export interface CellModel {
  /** By the most likely hyperparameters. */
  readonly time: FittedProcess;
  readonly power: FittedProcess;
  /** By others, each as likely. */
  readonly likely: readonly LikelyModel[];
  /** So many of the first observations of both are of earlier campaigns. */
  readonly earlier: number;
}

interface LikelyModel {
  readonly time: FittedProcess;
  readonly power: FittedProcess;
}

export interface ModelInput {
  readonly space: SearchSpace;
  readonly features: { readonly time: Features; readonly power: Features };
  readonly doubtsUnseenQuirks: boolean;
}

/** A trial with its row and figures. */
export interface MeasuredTrial extends Figures {
  /** Of a mean, or of one from before conditions changed: variance of its noise over that of a trial. */
  readonly slack?: number;
  readonly row: number;
  readonly device: number;
  readonly timeS: number;
}

export function measuredTrials(
  candidates: readonly SearchCandidate[],
  history: readonly SearchTrial[],
): MeasuredTrial[] {
  const rows = new Map(candidates.map(({ cell }, row) => [cell, row]));
  const ids = [...new Set(history.map(({ deviceId }) => deviceId))].sort();
  const devices = new Map(ids.map((id, device) => [id, device]));
  const measured: MeasuredTrial[] = [];
  let timeS = 0;
  for (const trial of history) {
    const row = rows.get(trial.cell);
    const figures = row === undefined ? null : figuresOf(candidates[row]!, trial);
    if (row === undefined || figures === null) continue;
    // A start that is not known is taken to be that of the trial before.
    if (Number.isFinite(trial.startedAtMs)) timeS = trial.startedAtMs / 1e3;
    const { latencyMs, powerMw } = figures;
    measured.push({ row, device: devices.get(trial.deviceId)!, timeS, latencyMs, powerMw });
  }
  return measured;
}

/** What is measured again varies more than trials after one another: a mean of an earlier campaign has the variance of so many of them. */
const EARLIER_SLACK = 2;

/** Means of earlier campaigns as trials of long ago. Their devices have numbers below 0, also one that works for the search: it may have changed. */
export function earlierTrials(candidates: readonly SearchCandidate[], cells: readonly EarlierCell[]): MeasuredTrial[] {
  const rows = new Map(candidates.map(({ cell }, row) => [cell, row]));
  const devices = [...new Set(cells.map(({ deviceId }) => deviceId))].sort();
  return cells.flatMap(({ cell, deviceId, latencyMs, powerMw }) => {
    const row = rows.get(cell);
    if (row === undefined || !(latencyMs > 0 && powerMw > 0)) return [];
    const device = -1 - devices.indexOf(deviceId);
    return [{ row, device, timeS: LONG_AGO_S, latencyMs, powerMw, slack: EARLIER_SLACK }];
  });
}

/** No drift has lasted since. */
const LONG_AGO_S = -1e12;

/** With more trials of its own a search needs no earlier ones. */
const MAX_TRIALS_WITH_EARLIER = 60;

/**
 * Learns from trials, of which there must be one at least.
 *
 * @param known means of earlier campaigns. How far their boards differ is learnt: they count for as much as they fit.
 */
export function* fitCellModel(
  { space, features, doubtsUnseenQuirks }: ModelInput,
  own: readonly MeasuredTrial[],
  known: readonly MeasuredTrial[] = [],
): Generator<void, CellModel> {
  const earlier = own.length > MAX_TRIALS_WITH_EARLIER ? [] : known;
  const deviceCount = new Set(own.map(({ device }) => device)).size;
  const differsByDevice = deviceCount > 1 || earlier.length > 0;
  const spec = { space, deviceCount, differsByDevice, doubtsUnseenQuirks };
  const time = yield* fitFigure({ ...spec, features: features.time, figure: 'time' }, own, earlier, 'latencyMs');
  const power = yield* fitFigure({ ...spec, features: features.power, figure: 'power' }, own, earlier, 'powerMw');
  const likely = pairUp(yield* likelyProcesses(time), yield* likelyProcesses(power));
  return { time, power, likely, earlier: earlier.length };
}

/** Both are sorted by noise: the step makes all pairs of more and less noise. It has no factor in common with their number. */
const PAIRING_STEP = 3;

function pairUp(times: readonly FittedProcess[], powers: readonly FittedProcess[]): LikelyModel[] {
  return times.map((time, i) => ({ time, power: powers[(PAIRING_STEP * i + 1) % powers.length]! }));
}

function* likelyProcesses(process: FittedProcess): Generator<void, FittedProcess[]> {
  const { spec, observations, scaling, hyper } = process;
  const prepared = prepareProcess(spec, observations, scaling);
  const sets = yield* likelyHyperparameters(prepared, hyper);
  const fits = new Map([...new Set(sets)].map((set) => [set, set === hyper ? process : fitProcess(prepared, set)]));
  yield;
  return sets.map((set) => fits.get(set)!);
}

function* fitFigure(
  spec: ProcessSpec,
  own: readonly MeasuredTrial[],
  earlier: readonly MeasuredTrial[],
  figure: keyof Figures,
): Generator<void, FittedProcess> {
  const observations = [...earlier, ...own].map(({ row, device, timeS, slack = 1, [figure]: value }) => {
    return { row, device, timeS, value, slack };
  });
  const scaling = firstScaling(spec, observations);
  yield;
  const process = yield* fitObservations(spec, scaling, observations, earlier.length);
  const eased = figure === 'latencyMs' ? easeOutliers(process) : null;
  return eased === null ? process : yield* fitObservations(spec, scaling, eased, earlier.length);
}

/** How figures vary from cell to cell, all observations say; how they vary between trials, those of the search alone: earlier ones are means. */
function* fitObservations(
  spec: ProcessSpec,
  scaling: Scaling,
  observations: readonly Observation[],
  earlier: number,
): Generator<void, FittedProcess> {
  const ofCells = yield* chooseHyperparameters(spec, observations, scaling);
  const own = observations.slice(earlier);
  const hyper = earlier === 0 ? ofCells : yield* chooseHyperparameters(spec, own, scaling, ofCells, OF_TRIALS);
  const process = fitProcess(prepareProcess(spec, observations, scaling), hyper);
  yield;
  return process;
}

/** Standard deviations beyond which a trial is an outlier, and the variance that its noise then has. */
const OUTLIER_SDS = 4;
const OUTLIER_SLACK = 50;

/**
 * Outliers by the leave-one-out residual (the i-th weight over the i-th diagonal element of the inverse, Rasmussen and Williams 5.12); null:
 * there are none.
 */
function easeOutliers(process: FittedProcess): Observation[] | null {
  const { observations, weights, lower } = process;
  const inverse = inverseDiagonal(lower, observations.length);
  const isOutlier = observations.map((_, i) => weights[i]! / Math.sqrt(inverse[i]!) > OUTLIER_SDS);
  if (!isOutlier.includes(true)) return null;
  return observations.map((each, i) => (isOutlier[i] ? { ...each, slack: OUTLIER_SLACK * each.slack } : each));
}

/** Diagonal of the inverse of L transposed(L). */
function inverseDiagonal(lower: Float64Array, size: number): Float64Array {
  const diagonal = new Float64Array(size);
  const column = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    column.fill(0);
    for (let row = at; row < size; row++) {
      let sum = row === at ? 1 : 0;
      for (let k = at; k < row; k++) sum -= lower[row * size + k]! * column[k]!;
      column[row] = sum / lower[row * size + row]!;
    }
    for (let row = at; row < size; row++) diagonal[at]! += column[row]! ** 2;
  }
  return diagonal;
}

/** The model as it would be after trials that are not settled, had they measured what is expected: nobody chooses them again for the same reason. */
export function expectTrials(model: CellModel, rows: readonly number[]): CellModel {
  const known = new Map<FittedProcess, FittedProcess>();
  const expect = (process: FittedProcess): FittedProcess => {
    const made = known.get(process) ?? expectFigures(process, rows);
    known.set(process, made);
    return made;
  };
  const likely = model.likely.map(({ time, power }) => ({ time: expect(time), power: expect(power) }));
  return { ...model, time: expect(model.time), power: expect(model.power), likely };
}

function expectFigures(process: FittedProcess, rows: readonly number[]): FittedProcess {
  const { spec, hyper, observations, scaling } = process;
  const { device, timeS } = observations[observations.length - 1]!;
  const expected = predictMeans(process, rows);
  const added = rows.map((row, i) => ({ row, device, timeS, value: expected[i]!, slack: 1 }));
  return fitProcess(prepareProcess(spec, [...observations, ...added], scaling), hyper);
}
