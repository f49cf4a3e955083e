import { normalProbability } from '../../statistics/normal-probability';
import { choleskyInPlace, logDiagonal, solveLowerInPlace, solveUpperInPlace } from '../model/cholesky';
import { distanceOf, matern } from '../model/relative-kernel';
import { limitedCost, trialSeconds } from '../search-context';
import { measure, type Method } from './method';
import { allowedRows, startRow } from './start-rows';

const STARTS = 6;
/** It ends when no cell is expected to improve the best by more than this share. */
const MIN_IMPROVEMENT = 5e-4;
const MIN_TRIALS = 12;

/** Grid of hyperparameters, on costs that are scaled to a standard deviation of 1. */
const LENGTHS = [0.2, 0.35, 0.6, 1, 1.7];
const NOISES = [0.01, 0.03, 0.08, 0.2];

/**
 * A Gaussian process without physics (Matern 5/2 on the logarithm of cost), and expected improvement per square root of device time: what general tools
 * do (Optuna, BoTorch).
 */
export const gp: Method = function* (context) {
  const { measured, space } = context;
  const tried = new Set([...measured, ...context.open].map(({ row }) => row));
  if (measured.length === 0 || tried.size < Math.min(STARTS, allowedRows(context).length)) {
    return measure(startRow(context), 'start');
  }
  const costs = measured.map((trial) => Math.log(limitedCost(context, trial.row, trial)));
  const kept = measured
    .map((trial, i) => ({ row: trial.row, cost: costs[i]!, latency: Math.log(trial.latencyMs) }))
    .filter(({ cost }) => cost < Infinity);
  // None of where it starts may keep the limits: then anywhere.
  if (kept.length < 2) return measure(startRow(context, 0), 'start');
  yield;
  const rows = kept.map(({ row }) => row);
  const correlate = (length: number) => (a: number, b: number) =>
    (space.words[a] === space.words[b] ? 1 : 0.6) * matern(distanceOf(space, a, b) / length);
  const cost = fit(
    rows,
    kept.map((each) => each.cost),
    correlate,
  );
  const latency = fit(
    rows,
    kept.map((each) => each.latency),
    correlate,
  );
  yield;
  const incumbent = Math.min(...rows.map((row) => cost.at(row).mean));
  let [best, most, improvement] = [-1, -1, 0];
  const pending = new Set(context.open.map(({ row }) => row));
  for (const row of allowedRows(context)) {
    if (pending.has(row)) continue;
    const { mean, sd } = cost.at(row);
    const gain = (incumbent - mean) / sd;
    const expected = sd * (gain * normalProbability(gain) + Math.exp((-gain * gain) / 2) / Math.sqrt(2 * Math.PI));
    const worth = expected / Math.sqrt(trialSeconds(context, row, Math.exp(latency.at(row).mean)));
    improvement = Math.max(improvement, expected);
    if (worth > most) [best, most] = [row, worth];
  }
  if (best < 0) return { kind: 'wait' };
  if (improvement < MIN_IMPROVEMENT && measured.length >= MIN_TRIALS)
    return context.open.length > 0 ? { kind: 'wait' } : { kind: 'end', outcome: 'ended' };
  return measure(best);
};

type Correlate = (length: number) => (a: number, b: number) => number;

/** The process of the greatest marginal likelihood over the grid. */
function fit(rows: readonly number[], values: readonly number[], correlate: Correlate) {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const spread = Math.max(1e-3, Math.sqrt(values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / values.length));
  const scaled = values.map((each) => (each - mean) / spread);
  const tries = LENGTHS.flatMap((length) => NOISES.map((noise) => factorOf(rows, scaled, correlate(length), noise)));
  const { lower, weights, correlation } = tries.reduce((best, each) => (each.density > best.density ? each : best));
  const size = rows.length;
  return {
    /** Without the noise of a trial. */
    at(row: number): { mean: number; sd: number } {
      const whitened = Float64Array.from(rows, (other) => correlation(row, other));
      const expected = whitened.reduce((sum, each, i) => sum + each * weights[i]!, 0);
      solveLowerInPlace(lower, size, whitened);
      const variance = 1 - whitened.reduce((sum, each) => sum + each * each, 0);
      return { mean: mean + spread * expected, sd: spread * Math.sqrt(Math.max(1e-8, variance)) };
    },
  };
}

function factorOf(
  rows: readonly number[],
  scaled: readonly number[],
  correlation: (a: number, b: number) => number,
  noise: number,
) {
  const size = rows.length;
  const lower = new Float64Array(size * size);
  rows.forEach((a, i) => {
    for (let j = 0; j <= i; j++) lower[i * size + j] = correlation(a, rows[j]!) + (i === j ? noise ** 2 : 0);
  });
  choleskyInPlace(lower, size);
  const whitened = Float64Array.from(scaled);
  solveLowerInPlace(lower, size, whitened);
  const density = -logDiagonal(lower, size) - whitened.reduce((sum, each) => sum + each * each, 0) / 2;
  const weights = whitened;
  solveUpperInPlace(lower, size, weights);
  return { density, lower, weights, correlation };
}
