import { solveLowerInPlace } from './cholesky';
import { linearMean, type FittedProcess } from './fit-process';
import { scaleAt } from './scaling';
import { misfitsOfRows } from './misfit-rows';
import { cellCovariance, distanceOf, meanDeviceVariance, sharedCovariance, termsCovariance } from './relative-kernel';

/** Posterior of one figure of some cells. */
export interface Prediction {
  /** Expected figure of each. */
  readonly means: Float64Array;
  /** Relative variance of each. */
  readonly variances: Float64Array;
  /** For joint draws: the whitened covariances of each cell with the observations, rows of their number. */
  readonly whitened: Float64Array;
}

/** Posterior means of cells, without their variances: a fraction of the time. */
export function predictMeans(process: FittedProcess, rows: ArrayLike<number>): Float64Array {
  const floor = MIN_PART * process.scaling.low;
  const covariances = new Float64Array(process.observations.length);
  const misfits = misfitsOf(process);
  return Float64Array.from(rows, (row) => {
    residualCovariances(process, misfits, row, covariances);
    let residual = 0;
    for (let i = 0; i < covariances.length; i++) residual += process.weights[i]! * covariances[i]!;
    return Math.max(floor, linearMean(process.spec, process.terms, row) + scaleAt(process.scaling, row) * residual);
  });
}

/** A figure is taken to be this part of the least scale at least. */
const MIN_PART = 0.2;

/** Part of the standard deviation of a quirk that counts where quirks of cells that were never measured are doubted. */
const DOUBTED_PART = 0.25;

/** Posterior of cells. `means` as `predictMeans` gives them for the same rows. */
export function predictProcess(process: FittedProcess, rows: ArrayLike<number>, means: Float64Array): Prediction {
  const { spec, hyper, observations, scales, scaling, variances: priors, lower } = process;
  const size = observations.length;
  const whitened = new Float64Array(rows.length * size);
  const variances = new Float64Array(rows.length);
  const covariances = new Float64Array(size);
  const misfits = misfitsOf(process);
  for (let index = 0; index < rows.length; index++) {
    const [row, mean, at] = [rows[index]!, means[index]!, index * size];
    const share = scaleAt(scaling, row) / mean;
    residualCovariances(process, misfits, row, covariances);
    for (let i = 0; i < size; i++) {
      const terms = termsCovariance(spec, priors, row, observations[i]!.row) / (mean * scales[i]!);
      whitened[at + i] = terms + share * covariances[i]!;
    }
    solveLowerInPlace(lower, size, whitened, at);
    let explained = 0;
    for (let i = at; i < at + size; i++) explained += whitened[i]! ** 2;
    const unseen = spec.doubtsUnseenQuirks && !observations.some((each) => each.row === row);
    const ignored = unseen ? (1 - DOUBTED_PART ** 2) * hyper.quirk ** 2 : 0;
    const residual = cellCovariance(spec, hyper, row, row, 0) - ignored + meanDeviceVariance(spec);
    const prior = termsCovariance(spec, priors, row, row) / mean ** 2 + share ** 2 * residual;
    variances[index] = Math.max(1e-10, prior - explained);
  }
  return { means, variances, whitened };
}

/** Relative covariance of two of the predicted cells. */
export function posteriorCovariance(
  { spec, hyper, observations, scaling, variances: priors }: FittedProcess,
  { means, whitened }: Prediction,
  rows: ArrayLike<number>,
  a: number,
  b: number,
): number {
  const size = observations.length;
  const [rowA, rowB] = [rows[a]!, rows[b]!];
  let explained = 0;
  for (let i = 0; i < size; i++) explained += whitened[a * size + i]! * whitened[b * size + i]!;
  const terms = termsCovariance(spec, priors, rowA, rowB) / (means[a]! * means[b]!);
  const shares = (scaleAt(scaling, rowA) / means[a]!) * (scaleAt(scaling, rowB) / means[b]!);
  const cells = cellCovariance(spec, hyper, rowA, rowB, distanceOf(spec.space, rowA, rowB));
  return terms + shares * (cells + meanDeviceVariance(spec)) - explained;
}

/** Correlation of what physics misses where each observation is with that of all rows. */
function misfitsOf({ spec: { space }, hyper: { length }, observations }: FittedProcess): Float64Array[] {
  return misfitsOfRows(
    space,
    length,
    observations.map(({ row }) => row),
  );
}

/** Covariance of a cell's residual with each observation. */
function residualCovariances(
  { spec, hyper, observations }: FittedProcess,
  misfits: readonly Float64Array[],
  row: number,
  covariances: Float64Array,
): void {
  const ofDevices = meanDeviceVariance(spec);
  for (let i = 0; i < covariances.length; i++) {
    const { row: observed, device } = observations[i]!;
    const ofDevice = device < 0 ? 0 : ofDevices;
    covariances[i] = sharedCovariance(spec, hyper, row, observed, misfits[i]![row]!) + ofDevice;
  }
}

/** The prediction of some of its rows. */
export function pickRows({ means, variances, whitened }: Prediction, kept: readonly number[]): Prediction {
  const size = whitened.length / means.length;
  const picked = new Float64Array(kept.length * size);
  kept.forEach((from, to) => picked.set(whitened.subarray(from * size, (from + 1) * size), to * size));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]!);
  return { means: pick(means), variances: pick(variances), whitened: picked };
}
