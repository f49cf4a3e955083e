import { cellInterval } from '../statistics/cell-interval';
import { cellStatistics } from '../statistics/cell-statistics';
import { asChangePct, intervalFromLog, type Interval } from '../statistics/interval';
import { poolVariance } from '../statistics/pooled-variance';
import { twoSided95 } from '../statistics/student-t';

/** An accepted trial of a sentinel cell. */
export interface SentinelTrial {
  readonly energyMj: number;
  /** By the device's wall clock. */
  readonly atMs: number;
}

export interface SentinelDrift {
  trials: number;
  energyMj: Interval;
  /** From the first trial to the last, with its 95 % interval; null with fewer than three, or all at once. */
  driftPct: Interval | null;
}

/** With two trials a line fits exactly, and says nothing of its own error. */
const MIN_TRIALS = 3;

/**
 * How the energy of a sentinel cell moves in the course of a campaign: the slope of log energy over time by least squares, times the
 * time from the first trial to the last. Trials are taken to be independent, their logs normal.
 *
 * @param trials at least one, in any order.
 */
export function sentinelDrift(trials: readonly SentinelTrial[]): SentinelDrift {
  const statistics = cellStatistics(trials.map(({ energyMj }) => energyMj))!;
  const energyMj = cellInterval(statistics, poolVariance([statistics]));
  return { trials: trials.length, energyMj, driftPct: driftPct(trials) };
}

function driftPct(trials: readonly SentinelTrial[]): Interval | null {
  const times = trials.map(({ atMs }) => atMs);
  const firstMs = Math.min(...times);
  const spanMs = Math.max(...times) - firstMs;
  if (trials.length < MIN_TRIALS || !(spanMs > 0)) return null;
  const x = times.map((ms) => (ms - firstMs) / spanMs);
  const y = trials.map(({ energyMj }) => Math.log(energyMj));
  const { slope, standardError } = lineThrough(x, y);
  return asChangePct(intervalFromLog(slope, twoSided95(trials.length - 2) * standardError));
}

function lineThrough(x: readonly number[], y: readonly number[]): { slope: number; standardError: number } {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const sumXx = sumOf(x.map((each) => (each - meanX) ** 2));
  const slope = sumOf(x.map((each, i) => (each - meanX) * (y[i]! - meanY))) / sumXx;
  const residues = sumOf(y.map((each, i) => (each - meanY - slope * (x[i]! - meanX)) ** 2));
  return { slope, standardError: Math.sqrt(residues / (x.length - 2) / sumXx) };
}

const sumOf = (figures: readonly number[]): number => figures.reduce((sum, figure) => sum + figure, 0);
const meanOf = (figures: readonly number[]): number => sumOf(figures) / figures.length;
