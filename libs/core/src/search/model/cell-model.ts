import type { SearchCandidate, SearchTrial } from '../search-problem';
import { figuresOf, type Figures } from '../trial-figures';
import { chooseHyperparameters, firstScaling } from './choose-hyperparameters';
import { fitProcess, prepareProcess, type FittedProcess } from './fit-process';
import { predictMeans } from './predict-process';
import type { Features } from './physics-features';
import type { Observation, ProcessSpec } from './relative-kernel';
import type { SearchSpace } from './search-space';

/** What is believed of all cells: time of a batch and power, each by a process of its own. */
export interface CellModel {
  readonly time: FittedProcess;
  readonly power: FittedProcess;
}

export interface ModelInput {
  readonly space: SearchSpace;
  readonly features: { readonly time: Features; readonly power: Features };
}

/** A trial with its row and figures. */
export interface MeasuredTrial extends Figures {
  /** Of an old one, from before conditions changed: how much larger the variance of its noise is. */
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
  const devices = [...new Set(history.map(({ deviceId }) => deviceId))].sort();
  let timeS = 0;
  return history.flatMap((trial) => {
    const row = rows.get(trial.cell);
    const figures = row === undefined ? null : figuresOf(candidates[row]!, trial);
    if (row === undefined || figures === null) return [];
    // A start that is not known is taken to be that of the trial before.
    if (Number.isFinite(trial.startedAtMs)) timeS = trial.startedAtMs / 1e3;
    return [{ row, device: devices.indexOf(trial.deviceId), timeS, ...figures }];
  });
}

/** Learns from trials, of which there must be one at least. */
export function* fitCellModel(
  { space, features }: ModelInput,
  measured: readonly MeasuredTrial[],
): Generator<void, CellModel> {
  const deviceCount = new Set(measured.map(({ device }) => device)).size;
  const time = yield* fitFigure(
    { space, features: features.time, hasDrift: false, deviceCount },
    measured,
    'latencyMs',
  );
  const power = yield* fitFigure({ space, features: features.power, hasDrift: true, deviceCount }, measured, 'powerMw');
  return { time, power };
}

function* fitFigure(
  spec: ProcessSpec,
  measured: readonly MeasuredTrial[],
  figure: keyof Figures,
): Generator<void, FittedProcess> {
  const observations = measured.map(({ row, device, timeS, [figure]: value }) => ({
    row,
    device,
    timeS,
    value,
    slack: 1,
  }));
  const scaling = firstScaling(spec, observations);
  yield;
  const hyper = yield* chooseHyperparameters(spec, observations, scaling);
  const process = fitProcess(prepareProcess(spec, observations, scaling), hyper);
  yield;
  const eased = figure === 'latencyMs' ? easeOutliers(process) : null;
  if (eased === null) return process;
  const relearnt = yield* chooseHyperparameters(spec, eased, scaling);
  return fitProcess(prepareProcess(spec, eased, scaling), relearnt);
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
  return { time: expectFigures(model.time, rows), power: expectFigures(model.power, rows) };
}

function expectFigures(process: FittedProcess, rows: readonly number[]): FittedProcess {
  const { spec, hyper, observations, scaling } = process;
  const { device, timeS } = observations[observations.length - 1]!;
  const expected = predictMeans(process, rows);
  const added = rows.map((row, i) => ({ row, device, timeS, value: expected[i]!, slack: 1 }));
  return fitProcess(prepareProcess(spec, [...observations, ...added], scaling), hyper);
}
